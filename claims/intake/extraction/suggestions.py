"""What the desk makes of a proposal before an editor looks at it: the quote, the chain, the claim. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Final, NamedTuple

from claims.intake.sentences import Part, quotations, sentences
from claims.vocabulary import NEITHER, REPORTS, Naming

#: Sources that stay without a name on record: the outlet that quotes them knows them.
WITHHELD: Final = (Naming.UNNAMED, Naming.EXPLICITLY_UNNAMED, Naming.COLLECTIVE)
#: The most characters of a quote that has the statement too (a guess: a paragraph). Otherwise it is the sentence of the cue.
_LONGEST: Final = 1_500
_ENDS: Final = (".", "!", "?", "…", "»", "”", '"')
#: "Jan Oster" of "Jan Oster, the mayor of Lindau": words that all begin with a capital letter.
_NAME: Final = re.compile(r"[^\W\d_a-zа-яёіїєґ][\w'’.-]*(?: [^\W\d_a-zа-яёіїєґ][\w'’.-]*){1,3}")


class Obstacle(StrEnum):
    """Why a proposal cannot be recorded as it is."""

    NEITHER = "neither"  # no stance on record says "did not deny"
    PASSES_ON = "passes_on"  # hearsay: whoever only reports must pass on somebody's words
    NO_SOURCE = "no_source"


def obstacle(stance: str, *, has_source: bool) -> Obstacle | None:
    """Return why a proposal cannot be recorded as it is; an editor may find more in the text than the extractor did."""
    if stance == NEITHER:
        return Obstacle.NEITHER
    if stance == REPORTS:
        return Obstacle.PASSES_ON
    return None if has_source else Obstacle.NO_SOURCE


def hand_name(phrase: str, naming: str) -> str:
    """Return the name that a phrase gives a source: "Jan Oster" for "Jan Oster, the mayor of Lindau"."""
    words = " ".join(phrase.split())
    if naming != Naming.NAMED or "," not in words:
        return words
    return next((part.strip() for part in words.split(",") if _NAME.fullmatch(part.strip())), words)


def as_claim(words: str) -> str:
    """Return the words of a statement as a sentence, to begin with."""
    text = " ".join(words.split())
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(_ENDS) else '.'}" if text else ""


def same_statement(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Return whether two contents may be one claim: one contains the other, as an answer has that of the accusation."""
    return (one[0] <= other[0] and other[1] <= one[1]) or (other[0] <= one[0] and one[1] <= other[1])


class Passages:
    """The passages of a text that are quoted: the sentence of the cue, and the statement if it is next to it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._parts = list(sentences(text, quotations(text)))
        self._starts = [part.start for part in self._parts]

    def around(self, cue: tuple[int, int], content: tuple[int, int]) -> tuple[int, int]:
        """Return the offsets of the passage in which a source says, or answers, something."""
        first, last = self._at(cue[0]), self._at(cue[1] - 1)
        begins, ends = self._at(content[0]), self._at(content[1] - 1)
        if begins <= last + 1 and ends >= first - 1:
            near = Part(self._parts[min(first, begins)].start, self._parts[max(last, ends)].end)
            if near.end - near.start <= _LONGEST:
                return self._trimmed(near)
        return self._trimmed(Part(self._parts[first].start, self._parts[last].end))

    def _at(self, offset: int) -> int:
        return max(bisect_right(self._starts, offset) - 1, 0)

    def _trimmed(self, part: Part) -> tuple[int, int]:
        start, end = part
        while start < end and self._text[start].isspace():
            start += 1
        while start < end and self._text[end - 1].isspace():
            end -= 1
        return start, end


class Mark(NamedTuple):
    """What is marked in a text: from where to where, for which proposal, and what it is."""

    start: int
    end: int
    number: int
    what: str


class Segment(NamedTuple):
    """A part of a text in which the same marks apply; ``begins``: the proposals whose statement begins here."""

    text: str
    numbers: tuple[int, ...] = ()
    what: tuple[str, ...] = ()
    begins: tuple[int, ...] = ()


def segments(text: str, marks: Sequence[Mark], content: str = "content") -> list[Segment]:
    """Return a text in parts, each with the marks that apply to it. Marks may overlap."""
    edges = sorted({0, len(text), *(edge for mark in marks for edge in (mark.start, mark.end) if edge <= len(text))})
    opening: dict[int, list[Mark]] = {}
    for mark in marks:
        opening.setdefault(mark.start, []).append(mark)
    found: list[Segment] = []
    current: list[Mark] = []
    for start, end in pairwise(edges):
        current = [mark for mark in current if mark.end > start] + opening.get(start, [])
        numbers = tuple(dict.fromkeys(mark.number for mark in current))
        begins = tuple(mark.number for mark in opening.get(start, ()) if mark.what == content)
        found.append(Segment(text[start:end], numbers, tuple(dict.fromkeys(mark.what for mark in current)), begins))
    return found
