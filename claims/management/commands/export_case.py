"""Print claims as a case file."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.casefile import encode
from claims.queries.cases.export import claim_ids, export, missing_keys


class Command(BaseCommand):
    help = "Prints the given claims, or all, as a case file, with all sources and documents that they need."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("keys", nargs="*", metavar="KEY", help="the key of a claim")

    def handle(self, *, keys: list[str], **_options: Any) -> None:
        missing = missing_keys(keys)
        if missing:
            raise CommandError(f"no claim has the key {', '.join(missing)}.")
        self.stdout.write(encode(export(claim_ids(keys), whole=not keys)).decode(), ending="")
