"""Restore a backup into an empty database."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from factcheck.backups.manifest import BackupError, Manifest
from factcheck.backups.restoring import read_all, restore
from factcheck.terminal import progress


class Command(BaseCommand):
    help = (
        "Restores a backup into the empty database that DATABASE_URL names, compares every table and the digests of all"
        " revisions with what the backup held, and migrates it if it is of an older release. A backup of another engine or of"
        " a newer release is refused, and so is a database that is not empty."
    )
    # The tables are not there yet.
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the backup")
        parser.add_argument("--identity", type=Path, action="append", default=[], help="a file with an age secret key")
        parser.add_argument("--check", action="store_true", help="read all of it, and restore nothing")

    def handle(self, *, file: Path, identity: list[Path], check: bool, **_options: Any) -> None:
        try:
            if check:
                self._tell("Intact", read_all(file, identity))
                return
            with progress() as report:
                self._tell("Restored and compared", restore(file, identity, report))
        except BackupError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            raise CommandError("stopped; restore into a new, empty database.", returncode=130) from None
        self.stdout.write("Next: `manage.py check_integrity`, then start the service with the settings of that time.")

    def _tell(self, done: str, manifest: Manifest) -> None:
        self.stdout.write(
            f"{done}: backup of {manifest.at:%Y-%m-%d %H:%M} UTC, {manifest.engine} {manifest.server},"
            f" release {manifest.release}, {sum(manifest.contents.rows.values()):,} rows,"
            f" revisions {manifest.contents.revisions[:16]}…"
        )
