"""Show what an extractor proposes on a text: who says what in it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import BaseCommand, CommandError

from claims.extractors import DEFAULT, ExtractorError, extract
from claims.intake.extraction.proposals import Proposal


class Command(BaseCommand):
    help = "Lists the attributions that an extractor proposes on a text file. Nothing is stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--language", default="en", help="language of the text; en by default")
        parser.add_argument("--extractor", default=DEFAULT, help="basic, a plug-in, or http: the model of EXTRACTOR_URL")
        parser.add_argument("--all", action="store_true", dest="everything", help="also those of low confidence")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON")

    def handle(self, *, file: Path, language: str, extractor: str, everything: bool, as_json: bool, **_options: Any) -> None:
        try:
            found = extract(file.read_text(encoding="utf-8"), language, extractor)
        except (OSError, UnicodeDecodeError, ExtractorError) as error:
            raise CommandError(str(error)) from error
        proposals = found.kept if everything else found.shown
        if as_json:
            dropped = {str(fault): number for fault, number in found.dropped.items()}
            self.stdout.write(msgspec.json.encode({"proposals": proposals, "dropped": dropped}).decode())
            return
        for proposal in proposals:
            self.stdout.write(_line(proposal))
        hidden, dropped_count = len(found.kept) - len(proposals), found.dropped.total()
        self.stdout.write(f"{len(proposals)} proposals; {hidden} of low confidence hidden, {dropped_count} dropped as invalid.")


def _line(proposal: Proposal) -> str:
    """Return ``0.81  supports  Agency West < a diplomat (unnamed): the visit is off``."""
    chain = " < ".join(" ".join(hand.quote.split()) for hand in proposal.hands) or "–"
    naming = f" ({proposal.naming})" if proposal.naming else ""
    hedge = f" [{proposal.hedge.degree}]" if proposal.hedge else ""
    confidence = "   ?" if proposal.confidence is None else f"{proposal.confidence:.2f}"
    return f"{confidence}  {proposal.stance:<17}  {chain}{naming}: {' '.join(proposal.content.quote.split())}{hedge}"
