"""The extractor *syntactic*: proposals from dependency parses of English and Russian, an optional extra. Pure."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from msgspec.structs import replace

from claims.intake.extraction.basic.extractor import MAX_TEXT, is_whole, name_sources, proposal_of
from claims.intake.extraction.basic.lexicon import lexicon
from claims.intake.extraction.proposals import Proposal
from claims.intake.extraction.syntactic import english, russian
from claims.intake.extraction.syntactic.answers import refer
from claims.intake.extraction.syntactic.models import ENGLISH, RUSSIAN, Model, available
from claims.intake.extraction.syntactic.reader import ParsedReader, Parser

#: The precision of each rule on the open half of the corpus, written by ``python -m tests.extraction.measure syntactic``.
PRECISION: Final = Path(__file__).resolve().parent / "precision.json"


class _Language(NamedTuple):
    model: Model
    parse: Parser


_LANGUAGES: Final = {"en": _Language(ENGLISH, english.parse), "ru": _Language(RUSSIAN, russian.parse)}


class Syntactic:
    """Proposals from who governs whom in a sentence."""

    name = "syntactic"

    def __init__(self) -> None:
        self.languages = tuple(each for each, parsed in _LANGUAGES.items() if available(parsed.model))

    def propose(self, text: str, language: str) -> list[Proposal]:
        """Return proposals on a text of one of ``languages``; only its first ``MAX_TEXT`` characters are read.

        Raises: ModelError if the files of the model are not those that were measured.
        """
        return read(text[:MAX_TEXT], language, _LANGUAGES[language].parse)


def read(text: str, language: str, parse: Parser) -> list[Proposal]:
    """Return proposals on a text, from the trees that a parser makes of its sentences."""
    words = lexicon(language)
    drafts = ParsedReader(text, words, parse).read()
    refer(text, drafts, words)
    name_sources(text, drafts, words)
    whole = (each for each in drafts if each.content and is_whole(each.content, *each.hands))
    proposals = (proposal_of(text, each, words) for each in whole)
    return [replace(each, confidence=precisions().get(each.rule)) for each in proposals]


@cache
def precisions() -> dict[str, float]:
    """Return the measured precision of each rule."""
    read: dict[str, float] = json.loads(PRECISION.read_text()) if PRECISION.exists() else {}
    return read
