"""The extractor *syntactic*: proposals from dependency parses of English and Russian, an optional extra. Pure."""

from __future__ import annotations

import json
from functools import cache, partial
from pathlib import Path
from typing import Final, NamedTuple

from msgspec.structs import replace

from claims.intake.extraction.basic.extractor import MAX_TEXT, is_whole, name_sources, proposal_of
from claims.intake.extraction.basic.lexicon import lexicon
from claims.intake.extraction.proposals import Proposal
from claims.intake.extraction.syntactic import english, russian
from claims.intake.extraction.syntactic.answers import keep_relays, refer, without_denied
from claims.intake.extraction.syntactic.checks import ODD
from claims.intake.extraction.syntactic.models import ENGLISH, PINNED, RUSSIAN, Model, available
from claims.intake.extraction.syntactic.reader import ParsedReader, Parser

#: The precision of each rule on the open half of the corpus, written by ``python -m tests.extraction.measure syntactic``.
PRECISION: Final = Path(__file__).resolve().parent / "precision.json"
#: The precision of a rule that was never seen, with one right and one wrong proposal: of one seen, it says no more.
_UNKNOWN: Final = 0.5


class _Language(NamedTuple):
    model: Model
    parse: Parser


class Syntactic:
    """Proposals from who governs whom in a sentence, in English by the pinned model or by another one that is named."""

    name = "syntactic"

    def __init__(self, english_model: Model = ENGLISH) -> None:
        parsers = {
            "en": _Language(english_model, partial(english.parse, model=english_model)),
            "ru": _Language(RUSSIAN, russian.parse),
        }
        # A model that somebody named is not left out where it is missing: whoever asks for it is shown why it is not read.
        self._parsers = {
            language: each for language, each in parsers.items() if available(each.model) or each.model not in PINNED
        }
        self.languages = tuple(self._parsers)

    def propose(self, text: str, language: str) -> list[Proposal]:
        """Return proposals on a text of one of ``languages``; only its first ``MAX_TEXT`` characters are read.

        Raises: ModelError if the files of the model are missing, or are not those of its SHA-256.
        """
        return read(text[:MAX_TEXT], language, self._parsers[language].parse)


def read(text: str, language: str, parse: Parser) -> list[Proposal]:
    """Return proposals on a text, from the trees that a parser makes of its sentences."""
    words = lexicon(language)
    drafts = ParsedReader(text, words, parse).read()
    refer(text, drafts, words)
    drafts = [each for each in without_denied(text, drafts) if not each.withdrawn]
    name_sources(text, drafts, words)
    keep_relays(text, drafts)
    whole = (each for each in drafts if each.content and is_whole(each.content, *each.hands))
    proposals = (proposal_of(text, each, words) for each in whole)
    return [replace(each, confidence=confidence(each.rule)) for each in proposals]


def confidence(rule: str) -> float | None:
    """Return how often a rule is right; none of what was read wrongly, and where nothing is known."""
    measured = precisions().get(rule)
    return None if rule == ODD or measured == _UNKNOWN else measured


@cache
def precisions() -> dict[str, float]:
    """Return the measured precision of each rule."""
    read: dict[str, float] = json.loads(PRECISION.read_text()) if PRECISION.exists() else {}
    return read
