"""Proposals in the words of their text: made of the text of the capture by the offsets that are stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from claims.intake.extraction.suggestions import (
    WITHHELD,
    Mark,
    Obstacle,
    Passages,
    as_claim,
    hand_name,
    obstacle,
    same_statement,
)
from claims.models import Claim, ProposedAttribution
from claims.vocabulary import FULL, ON_THE_RECORD, GroundRule, Naming, Stance

#: As many characters of a name and of words of a hedge as records have.
_LINE: Final = 300


class Suggested(NamedTuple):
    """A proposal in the words of its text."""

    row: ProposedAttribution
    content: str
    cue: str
    hands: tuple[str, ...]  # nearest to us first
    hedge: str
    reason: str
    pronoun: str  # that stands for the source: whom it means is a guess
    quote: tuple[int, int]
    obstacle: Obstacle | None

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def prefix(self) -> str:
        return f"p{self.row.pk}"

    @property
    def span(self) -> tuple[int, int]:
        return _first(self.row, "content") or (0, 0)

    @property
    def withheld(self) -> bool:
        """Whether the source has no name in the text, so that the outlet that quotes it vouches for it."""
        return self.row.naming in WITHHELD

    def marks(self) -> list[Mark]:
        """Return what is marked in the text."""
        return [Mark(start, end, self.number, what) for what, spans in self.row.spans.items() for start, end in spans]

    def of_source(self) -> dict[str, str]:
        """Return values for the form of a new unnamed source: as published, and never an identity."""
        if not self.withheld or not self.hands:
            return {}
        asked = {"unnamed": "on", "description": self.hands[-1], "anonymity_reason": self.reason}
        return {name: value for name, value in asked.items() if value}


def suggested(text: str, rows: Sequence[ProposedAttribution]) -> list[Suggested]:
    """Return proposals in the words of their text; one whose offsets do not fit it is left out."""
    passages = Passages(text)
    return [_suggested(text, row, passages) for row in rows if _fits(text, row)]


def _fits(text: str, row: ProposedAttribution) -> bool:
    return all(0 <= start < end <= len(text) for spans in row.spans.values() for start, end in spans)


def _first(row: ProposedAttribution, what: str) -> tuple[int, int] | None:
    spans = row.spans.get(what)
    return (spans[0][0], spans[0][1]) if spans else None


def _suggested(text: str, row: ProposedAttribution, passages: Passages) -> Suggested:
    def words(what: str) -> str:
        span = _first(row, what)
        return " ".join(text[span[0] : span[1]].split()) if span else ""

    source, means = words("source"), words("means")
    relays = [hand_name(text[start:end], Naming.NAMED) for start, end in row.spans.get("relays", ())]
    hands = (*relays, *([hand_name(means or source, row.naming)] if source else []))
    content, cue = _first(row, "content") or (0, 0), _first(row, "cue") or (0, 0)
    return Suggested(
        row,
        words("content"),
        words("cue"),
        tuple(hand[:_LINE] for hand in hands),
        words("hedge")[:_LINE],
        words("reason"),
        source if means else "",
        passages.around(cue, content),
        obstacle(row.stance, has_source=bool(source)),
    )


def as_recorded(each: Suggested, text: str) -> dict[str, str]:
    """Return the values with which a proposal is recorded unless an editor changes them: ``text`` is that of a new claim.

    ``stance`` is empty where the proposal has none that can be recorded: then an editor chooses.
    """
    start, end = each.quote
    withheld = each.row.naming == Naming.EXPLICITLY_UNNAMED
    return {
        "text": as_claim(each.content),
        "stance": each.row.stance if each.row.stance in Stance.words() and each.row.stance != Stance.REPORTS else "",
        "scope": FULL,
        "hedge": each.row.hedge,
        "hedge_words": each.hedge,
        "ground_rule": GroundRule.BACKGROUND if withheld else ON_THE_RECORD,
        "quote": text[start:end],
    }


def earlier_same(all_of: Sequence[Suggested], each: Suggested) -> int | None:
    """Return the number of the first open proposal before one that states the same, as an answer has what it answers."""
    before = (other for other in all_of if other.number < each.number)
    return next((other.number for other in before if same_statement(other.span, each.span)), None)


def claim_of_same(decided: Sequence[ProposedAttribution], made: Mapping[int, Claim], each: Suggested) -> Claim | None:
    """Return the claim that an accepted proposal with the same statement led to."""
    for row in decided:
        span = _first(row, "content")
        if row.number in made and span is not None and same_statement(span, each.span):
            return made[row.number]
    return None
