"""Verify that the revisions are those that signed heads cover."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.management.commands.chain_heads import read_heads
from claims.queries.history.chain_heads import count_of_heads, head_problems, other_heads, stored_heads, trusted_keys
from claims.queries.integrity import broken_chains
from factcheck.signing_keys import KeyFormError
from factcheck.terminal import ending_gracefully, progress


class Command(BaseCommand):
    help = (
        "Verifies the signed heads of the revision chains, and that each revision is the one that they cover: none altered,"
        " removed or inserted. With --file, the heads that were kept elsewhere, which shows even that the database was"
        " replaced; the public key is enough. Exits with 1 if anything differs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, help="heads that `chain_heads --export` wrote, instead of those stored")
        parser.add_argument(
            "--public-key",
            action="append",
            default=[],
            metavar="KEY",
            help="trusted, besides those of the settings",
        )

    def handle(self, *, file: Path | None, public_key: list[str], **_options: Any) -> None:
        try:
            keys = trusted_keys(*public_key)
        except KeyFormError as error:
            raise CommandError(str(error)) from error
        kept = None if file is None else read_heads(file)
        total = count_of_heads() if kept is None else len(kept)
        if not total:
            raise CommandError("There is no head to verify: `manage.py chain_heads` makes one.")
        problems = [] if kept is None else list(other_heads(kept))
        heads = stored_heads() if kept is None else kept
        try:
            with ending_gracefully(), progress() as report:
                problems += head_problems(heads, keys, lambda done: report("verified heads", done, total))
                # Heads cover the digests of revisions, and these cover what the revisions say.
                problems += broken_chains()
        except KeyboardInterrupt:
            raise CommandError("stopped; nothing was changed.", returncode=130) from None
        for problem in problems:
            self.stderr.write(self.style.ERROR(problem))
        if problems:
            raise CommandError(f"{len(problems)} problems. See “If a record was altered” in docs/operating.md.")
        self.stdout.write(f"{total:,} heads verified: every revision that they cover is as it was.")
