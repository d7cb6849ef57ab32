"""Back up the database."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from factcheck.backups.manifest import BackupError
from factcheck.backups.record import file_name, make_recorded
from factcheck.terminal import progress


class Command(BaseCommand):
    help = (
        "Writes a consistent backup of the whole database to one file, while the service goes on. It says what the database"
        " held, so that `restore` can prove that it is the same. Keep the settings (SECRET_KEY, TOKEN_PEPPER, WEBHOOK_KEY,"
        " NOTES_KEY) elsewhere: without them sessions, tokens, webhook secrets and private notes of the backup are lost."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file to write; an existing directory: a file named after the time")
        parser.add_argument(
            "--encrypt-to", action="append", metavar="AGE1…",
            help="an age recipient that may decrypt it; repeat for more. Default: BACKUP_RECIPIENTS",
        )  # fmt: skip

    def handle(self, *, file: Path, encrypt_to: list[str] | None, **_options: Any) -> None:
        at, recipients = timezone.now(), encrypt_to or settings.BACKUP_RECIPIENTS
        path = file / file_name(at, recipients) if file.is_dir() else file
        try:
            with progress() as report:
                made = make_recorded(path, recipients, at, report, actor="command:backup")
        except BackupError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("stopped; no file was left.", returncode=130) from None
        shut = f", encrypted for {len(recipients)}" if recipients else ", not encrypted"
        self.stdout.write(
            f"{path}: {path.stat().st_size:,} bytes{shut}; {made.engine} {made.server}, release {made.release},"
            f" {sum(made.contents.rows.values()):,} rows, revisions {made.contents.revisions[:16]}…"
        )
