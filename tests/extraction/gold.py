"""The format of texts and of marks on them, by annotators and, with the rule that made each, by an extractor. Pure.

The words are those of docs/extraction-guideline.md. Offsets count characters (Unicode code points) of the text.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

import msgspec

from claims.intake.extraction.proposals import Proposal, Span, Strict
from claims.vocabulary import Naming

FOLDER: Final = Path(__file__).resolve().parent
TEXTS: Final = FOLDER / "texts"
#: The marks of the author of the texts, which proposals are measured against.
FIRST: Final = FOLDER / "gold/first"

NAMINGS: Final[tuple[str, ...]] = Naming.words()


class Trap(Strict, frozen=True):
    """Words that invite a wrong stance, such as "did not deny"; ``score.trapped`` says when they mislead."""

    kind: str
    words: Span


class Marks(Strict, frozen=True):
    """What one annotator, or an extractor, marks on one text. Only the author of a text lists traps."""

    id: str
    spans: tuple[Proposal, ...] = ()
    traps: tuple[Trap, ...] = ()


class Text(Strict, frozen=True):
    """A text as annotators and extractors get it."""

    id: str
    language: Literal["en", "ru", "uk"]
    style: Literal["wire", "broadcast", "local", "channel", "blog"]
    text: str


def read_texts(folder: Path = TEXTS) -> dict[str, Text]:
    """Return texts by id."""
    found = (msgspec.json.decode(path.read_bytes(), type=Text) for path in sorted(folder.glob("*.json")))
    return {text.id: text for text in found}


def read_marks(folder: Path = FIRST) -> dict[str, Marks]:
    """Return marks by the id of their text."""
    found = (msgspec.json.decode(path.read_bytes(), type=Marks) for path in sorted(folder.glob("*.json")))
    return {marks.id: marks for marks in found}


def as_json(value: Text | Marks) -> bytes:
    """Return a file of the corpus."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"
