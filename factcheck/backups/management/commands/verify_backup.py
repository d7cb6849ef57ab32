"""Restore a backup on trial."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from factcheck.backups.manifest import BackupError
from factcheck.backups.record import verify_recorded
from factcheck.terminal import ending_gracefully


class Command(BaseCommand):
    help = (
        "Restores a backup into a database of its own, as `restore` does with all its comparisons, drops that database, and"
        " notes the result with the backup. On PostgreSQL the account needs the right CREATEDB; otherwise name an empty"
        " database."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the backup")
        parser.add_argument("--identity", type=Path, action="append", default=[], help="a file with an age secret key")
        parser.add_argument("--into", default="", metavar="URL", help="an empty database, which is left as it then is")

    def handle(self, *, file: Path, identity: list[Path], into: str, **_options: Any) -> None:
        try:
            with ending_gracefully():
                is_on_record = verify_recorded(file, identity, into, timezone.now)
        except BackupError as error:
            raise CommandError(f"{file} was not restored: {error}") from error
        except KeyboardInterrupt:
            raise CommandError("stopped; the trial database was dropped, and nothing was noted.", returncode=130) from None
        noted = "noted with the backup" if is_on_record else "this database has no record of a backup of this name and size"
        self.stdout.write(f"{file} was restored on trial and is whole; {noted}.")
