"""What an extractor proposes about a text, the interface of extractors, and the check of what they return. Pure.

The words are those of docs/extraction-guideline.md. Offsets count characters (Unicode code points) of the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Final, Literal, NamedTuple, Protocol, TypeAlias, runtime_checkable

import msgspec

from claims.vocabulary import NEITHER, Hedge, Naming, Stance
from factcheck.words import OneOf

STANCES: Final[tuple[str, ...]] = (*Stance.words(), NEITHER)
if TYPE_CHECKING:
    Position: TypeAlias = str
else:
    Position = Literal[STANCES]


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
    naming: OneOf[Naming] | None = None
    relays: tuple[Span, ...] = ()  # nearest to the reader first
    hedge: Hedged | None = None
    reason: Span | None = None  # why the source is not named
    means: Span | None = None  # whom a pronoun means: a suggestion
    rule: Annotated[str, msgspec.Meta(pattern=r"^[\w.:-]{0,60}\Z")] = ""  # of an extractor
    confidence: float | None = None  # the measured precision of that rule, 0 to 1

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


@runtime_checkable
class Extractor(Protocol):
    """What reads proposals from texts: built in, or a plug-in."""

    name: str
    languages: tuple[str, ...]

    def propose(self, text: str, language: str) -> Sequence[Proposal | None]:
        """Return proposals on a text of one of its languages; what is none of them is counted as a fault."""
        ...


class Fault(StrEnum):
    """Why a proposal was dropped."""

    FORMAT = "format"  # not a proposal
    OFFSETS = "offsets"  # outside the text, or empty
    QUOTE = "quote"  # the text has other words there
    STANCE = "stance"  # not a word of the vocabulary
    CYCLE = "cycle"  # a hand that passes on its own words
    TWICE = "twice"  # the same proposal again
    TOO_MANY = "too_many"  # after the first thousand


#: The most proposals on one text that are kept (a guess: an editor does not read more, and *basic* makes half of it).
MOST: Final = 1_000


#: The least confidence of a proposal that is shown by default (a guess: one in two is right).
SHOWN: Final = 0.5


class Checked(NamedTuple):
    """The proposals that passed, in the order of their contents, and how many were dropped for each fault."""

    kept: tuple[Proposal, ...]
    dropped: Counter[Fault]

    @property
    def shown(self) -> tuple[Proposal, ...]:
        """Return those that are shown by default: of low confidence, none; of unmeasured rules, none."""
        return tuple(each for each in self.kept if each.confidence is not None and each.confidence >= SHOWN)


def check(text: str, proposals: Iterable[object]) -> Checked:
    """Return what of an extractor's proposals may be shown; an extractor is not trusted."""
    kept: dict[Proposal, None] = {}
    dropped: Counter[Fault] = Counter()
    for proposal in proposals:
        if not isinstance(proposal, Proposal):
            dropped[Fault.FORMAT] += 1
        elif fault := Fault.TWICE if proposal in kept else _fault(text, proposal):
            dropped[fault] += 1
        elif len(kept) >= MOST:
            dropped[Fault.TOO_MANY] += 1
        else:
            kept[proposal] = None
    return Checked(tuple(sorted(kept, key=lambda each: (each.content.start, each.cue.start))), dropped)


def _fault(text: str, proposal: Proposal) -> Fault | None:
    spans = [span for _, span in proposal.spans()]
    if any(not 0 <= span.start < span.end <= len(text) for span in spans):
        return Fault.OFFSETS
    if any(text[span.start : span.end] != span.quote for span in spans):
        return Fault.QUOTE
    if proposal.stance not in STANCES:
        return Fault.STANCE
    names = [span.quote.casefold() for span in proposal.hands]
    return Fault.CYCLE if len(set(names)) < len(names) else None
