"""Make, export and sign heads of the revision chains."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claims.chain_heads import Head, HeadError, from_lines, to_lines
from claims.operations.history.chain_heads import make_heads
from claims.queries.history.chain_heads import last_head, other_heads, stored_heads
from factcheck.signing_keys import key_id, new_secret, public_of
from factcheck.terminal import ending_gracefully


class Command(BaseCommand):
    help = (
        "Covers the revisions since the last head by a new one, signed with CHAIN_SIGNING_KEY; beat does this every night. Kept"
        " elsewhere (--export), heads prove what the record was: see verify_heads."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--new-key", action="store_true", help="only print a new pair of keys; nothing is stored")
        parser.add_argument(
            "--export", type=Path, metavar="FILE", help="then append the heads that FILE lacks to it, as JSON lines"
        )

    def handle(self, *, new_key: bool, export: Path | None, **_options: Any) -> None:
        if new_key:
            self._print_pair()
            return
        try:
            with ending_gracefully():
                made = [self._tell(head) for head in make_heads(timezone.now, settings.CHAIN_SIGNING_KEY)]
        except KeyboardInterrupt:
            raise CommandError("stopped. Heads made so far are stored; the next call goes on.", returncode=130) from None
        if not made:
            self.stdout.write("No revision is new since the last head, which is of today.")
        if not settings.CHAIN_SIGNING_KEY:
            self.stderr.write(self.style.WARNING("Heads are not signed: set CHAIN_SIGNING_KEY (--new-key prints one)."))
        if export is not None:
            self._export(export)

    def _print_pair(self) -> None:
        secret = new_secret()
        public = public_of(secret)
        self.stdout.write(
            f"CHAIN_SIGNING_KEY={secret}\n# public, {key_id(public)}; keep it with exported heads, away from this machine:\n"
            f"# {public}"
        )

    def _tell(self, head: Head) -> Head:
        signed = f"signed with {head.key_id}" if head.key_id else "not signed"
        covers = f"covers {head.count:,} revisions, up to id {head.through}"
        self.stdout.write(f"Head {head.number} of {head.day} {covers}; {signed}: {head.sha256}")
        return head

    def _export(self, path: Path) -> None:
        try:
            held = read_heads(path) if path.exists() else []
            if problems := list(other_heads(held)):
                raise CommandError(f"{path} is not of this database; nothing was appended: {problems[0]}.")
            with path.open("ab") as file:
                number = sum(1 for line in to_lines(stored_heads(held[-1].number if held else 0)) if file.write(line))
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        last = last_head()
        self.stdout.write(f"{path}: {number} heads appended, up to head {last.number if last else 0}.")


def read_heads(path: Path) -> list[Head]:
    """Return the heads of a file. Raises: CommandError if it cannot be read or holds something else."""
    try:
        with path.open("rb") as file:
            return list(from_lines(file))
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    except HeadError as error:
        raise CommandError(f"{path}: {error}") from error
