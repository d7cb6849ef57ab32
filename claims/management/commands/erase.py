"""Erase a text from all that is stored."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claims.models import Erasure
from claims.operations.history.erasing import ACTION, erase, refuse, wanted_of
from claims.operations.history.past_removals import erase_reasons_of_deleted
from claims.operations.writing import OperationError
from claims.queries.history.occurrences import find, labels
from claims.verification import Change
from factcheck.terminal import progress
from factcheck.text.erasing import Wanted
from factcheck.text.texts import in_form

ACTOR = "command:erase"


class Command(BaseCommand):
    help = (
        "Erases a text or name from all that is stored: claims, sources, documents, notes, verdicts, reasons, every revision,"
        " kept answers, the admin's log and search columns. The text is read from standard input, so that no shell keeps it."
        " It cannot be undone; --dry-run shows where the text is. With many claims it goes in batches: run it again with the"
        " same text where it was stopped. Backups, logs and receivers of webhooks are out of reach."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reason", type=in_form, required=True, help="why, as the revisions will say; without the text")
        parser.add_argument("--ordered-by", type=in_form, required=True, metavar="WHO", help="on whose order")
        parser.add_argument("--whole", action="store_true", help="only where a field says nothing else")
        parser.add_argument("--ignore-case", action="store_true", help="in upper and lower case alike")
        parser.add_argument("--leave-keys", action="store_true", help="leave keys that were made of the text")
        parser.add_argument("--dry-run", action="store_true", help="show where it is, and erase nothing")
        parser.add_argument(
            "--reasons-of-deleted", action="store_true",
            help="no text: erase the reasons of revisions of claims that were deleted before reasons were erased with them",
        )  # fmt: skip

    def handle(self, *, reason: str, ordered_by: str, dry_run: bool, reasons_of_deleted: bool, **options: Any) -> None:
        change = Change(timezone.now(), ACTOR, ACTION, reason)
        try:
            if reasons_of_deleted:
                number = erase_reasons_of_deleted(change, ordered_by=ordered_by)
                self.stdout.write(f"The reasons of {number} deleted claims are erased.")
                return
            how = {"whole": options["whole"], "fold": options["ignore_case"], "keys": not options["leave_keys"]}
            wanted = wanted_of(_read(), **how)
            refuse(wanted, change, ordered_by)
            if dry_run:
                self._look(wanted)
                return
            with progress() as report:
                self._tell(erase(wanted, change, ordered_by=ordered_by, progress=report))
        except OperationError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            # 130 is what shells report for an interrupt (128 + SIGINT).
            told = "stopped; batches that were done stay erased. Run it again with the same text to go on."
            raise CommandError(told, returncode=130) from None

    def _look(self, wanted: Wanted) -> None:
        with progress() as report:
            found = find(wanted, report)
        self._list(found.counted(stays=False))
        self._list(found.counted(stays=True), stays=True)
        self.stdout.write(f"{len(found.claims)} claims are concerned. Nothing was erased: this was a dry run.")

    def _tell(self, done: Erasure) -> None:
        self._list(done.places)
        self._list(done.stays, stays=True)
        self.stdout.write(f"Erased. {len(done.claims)} claims have a revision that lists it; it is erasure {done.pk}.")
        for one in done.sent:
            self.stdout.write(f"sent to {one['webhook']}: {one['claim']}, revision {one['revision']}, {one['at']}")
        self.stdout.write("Out of reach: backups, logs, and what readers, clients and receivers of webhooks hold.")

    def _list(self, counts: list[dict[str, Any]], *, stays: bool = False) -> None:
        called = labels()
        for each in counts:
            kept = " (stays: accounts are changed on their own pages)" if stays else ""
            self.stdout.write(f"{called.get(each['table'], each['table'])}, {each['column']}: {each['rows']}{kept}")


def _read() -> str:
    if sys.stdin.isatty():
        sys.stderr.write("The text to erase, and an end of file:\n")
    # The line end of `echo`, or of a text editor, is not part of the text.
    return sys.stdin.read().removesuffix("\n")
