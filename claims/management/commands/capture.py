"""Capture pages, files and lists of URLs."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from claims.intake.url_lines import read_urls, text_of
from factcheck.terminal import progress
from factcheck.text.texts import in_form
from sources.capturing import capture_upload, capture_url
from sources.capturing.archives import StampError, stamp
from sources.capturing.url_lists import work
from sources.models import Capture, Document
from sources.operations import SourceOperationError
from sources.operations.capture_lists import make_list
from sources.queries.documents.capture_lists import progress_of, urls_of
from sources.queries.documents.captures import documents_at, hints_about
from sources.queries.reading import document_of_key
from sources.vocabulary import CAPTURED

ACTOR: Final = "command:capture"


class Command(BaseCommand):
    help = (
        "Captures pages, files, and lists of URLs. A page that cannot be had is stored as a capture that says why. With --csv,"
        " robots.txt is respected; if it is stopped, a worker captures the rest."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("urls", nargs="*", metavar="URL", help="a page to fetch")
        parser.add_argument("--file", action="append", default=[], type=Path, help="a saved page, a PDF file or a plain text")
        parser.add_argument("--csv", type=Path, help="a table or list with URLs, of each line the first")
        parser.add_argument("--document", metavar="KEY", default="", help="the document of which all of these are captures")
        parser.add_argument("--reason", type=in_form, default="", help="the reason to store with the captures")
        parser.add_argument("--stamp", action="store_true", help="have each stamped by the authority of TIMESTAMP_URL")

    def handle(self, *, urls: list[str], file: list[Path], csv: Path | None, document: str, **options: Any) -> None:
        of = _document(document)
        how: dict[str, Any] = {"actor": ACTOR, "reason": options["reason"], "document": of}
        if not (urls or file or csv):
            raise CommandError("Give URLs, or --file, or --csv.")
        made = [capture_url(url, at=timezone.now(), **how) for url in urls]
        made += [capture_upload(path.name, _content(path), at=timezone.now(), **how) for path in file]
        if csv is not None:
            made += self._listed(csv, **how)
        for row in made:
            self._show(row, stamped=options["stamp"])
        if not any(row.outcome == CAPTURED for row in made):
            raise CommandError("Nothing was captured.")

    def _listed(self, path: Path, **how: Any) -> list[Capture]:
        try:
            read = read_urls(text_of(_content(path)))
            listed = make_list(read.urls, at=timezone.now(), **how)
        except (UnicodeDecodeError, SourceOperationError) as error:
            raise CommandError(f"{path}: {'it is no text' if isinstance(error, UnicodeError) else error}") from None
        for fault in read.faults:
            self.stderr.write(f"{path}, line {fault.line} is left out ({fault.why.replace('_', ' ')}): {fault.words}")
        with progress() as report:

            def is_over() -> bool:
                done = progress_of(listed)
                report("captures", done.done, done.urls)
                return False

            work(listed, timezone.now, is_over)
        return [row.capture for row in urls_of(listed) if row.capture is not None]

    def _show(self, row: Capture, *, stamped: bool) -> None:
        what = row.title or row.name or row.final_url or row.url
        self.stdout.write(f"{row.pk} {row.outcome}: {what}{f' – {row.problem}' if row.problem else ''}")
        if row.document is None:
            for document in documents_at([row.url, row.final_url, row.canonical_url]):
                self.stdout.write(f"    the document {document.key} has this URL")
        for hint in hints_about(row):
            self.stdout.write(f"    may be a copy ({hint.sign}): {hint.words}")
        if stamped and row.outcome == CAPTURED:
            try:
                at = stamp(row, actor=ACTOR).stamped_at
                self.stdout.write(f"    stamped at {at:%Y-%m-%d %H:%M:%S}")
            except StampError as error:
                self.stderr.write(f"    not stamped: {error}")


def _document(key: str) -> Document | None:
    """Return the document with a key; None for an empty key. Raises: CommandError."""
    found = document_of_key(key) if key else None
    if key and found is None:
        raise CommandError(f"Unknown document “{key}”.")
    return found


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from None
