"""Write the captures of documents to a WACZ file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sources.capturing.archives import wacz_of
from sources.models import Capture
from sources.queries.documents.captures import captures_held
from sources.queries.reading import document_of_key


class Command(BaseCommand):
    help = "Writes the captures of documents to a WACZ file, which viewers of web archives replay. It is for the desk's eyes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("keys", nargs="+", metavar="KEY", help="a document")
        parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.wacz", help="the file to write")

    def handle(self, *, keys: list[str], output: Path, **_options: object) -> None:
        rows = [row for key in keys for row in _captures(key) if row.sha256]
        if not rows:
            raise CommandError("There are no captures of these documents.")
        packed = wacz_of(rows, title=", ".join(keys), now=timezone.now())
        try:
            output.write_bytes(packed)
        except OSError as error:
            raise CommandError(f"{output}: {error.strerror}") from None
        self.stdout.write(f"{output}: {len(rows)} captures, {len(packed):,} bytes.")


def _captures(key: str) -> list[Capture]:
    document = document_of_key(key)
    if document is None:
        raise CommandError(f"Unknown document “{key}”.")
    return captures_held(document)[::-1]
