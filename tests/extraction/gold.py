"""The format of texts and of marks on them, by annotators and, with the rule that made each, by an extractor. Pure.

The words are those of docs/extraction-guideline.md. Offsets count characters (Unicode code points) of the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

import msgspec

from claims.vocabulary import Hedge, Stance
from factcheck.words import OneOf

FOLDER: Final = Path(__file__).resolve().parent
TEXTS: Final = FOLDER / "texts"
#: The marks of the author of the texts, which proposals are measured against.
FIRST: Final = FOLDER / "gold/first"

#: The stance of words that take no side, such as "did not deny".
NEITHER: Final = "neither"
Naming: TypeAlias = Literal["document", "explicitly_unnamed", "named", "collective", "role", "unnamed"]
if TYPE_CHECKING:
    Position: TypeAlias = str
else:
    Position = Literal[(*Stance.words(), NEITHER)]
STANCES: Final[tuple[str, ...]] = (*Stance.words(), NEITHER)
NAMINGS: Final[tuple[str, ...]] = get_args(Naming)


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What every part of the format is: immutable, without unknown fields, empty fields left out."""


class Span(Strict, frozen=True, order=True):
    """Words of a text: ``text[start:end] == quote``."""

    start: int
    end: int
    quote: str


class Hedged(Strict, frozen=True):
    """How certain the source says it is, and the words that say so."""

    degree: OneOf[Hedge]
    words: Span


class Proposal(Strict, frozen=True):
    """One source, one stance, one statement.

    Raises: ValueError if it has a naming without a source, a source without a naming, or relays without a source.
    """

    stance: Position
    content: Span
    cue: Span
    source: Span | None = None
    naming: Naming | None = None
    relays: tuple[Span, ...] = ()  # nearest to the reader first
    hedge: Hedged | None = None
    reason: Span | None = None  # why the source is not named
    means: Span | None = None  # whom a pronoun means: a suggestion
    rule: str = ""  # of an extractor

    def __post_init__(self) -> None:
        if (self.source is None) != (self.naming is None):
            raise ValueError("a source and its naming belong together")
        if self.relays and not self.source:
            raise ValueError("relays need a source: the last hand that is named is the source")

    @property
    def hands(self) -> tuple[Span, ...]:
        """Return the chain, nearest to the reader first."""
        return self.relays if self.source is None else (*self.relays, self.source)

    def spans(self) -> Iterator[tuple[str, Span]]:
        """Yield each span with the name of its field."""
        yield "content", self.content
        yield "cue", self.cue
        if self.hedge:
            yield "hedge", self.hedge.words
        for field, span in (("source", self.source), ("reason", self.reason), ("means", self.means)):
            if span:
                yield field, span
        yield from (("relays", relay) for relay in self.relays)


class Trap(Strict, frozen=True):
    """Words that invite a wrong stance, such as "did not deny"; ``score.passes`` says when they mislead."""

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
    language: Literal["en", "ru"]
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
