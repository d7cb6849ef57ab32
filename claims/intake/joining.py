"""Which attributions of a claim a chain joins, and which of its hands become new attributions.

A current attribution is linked to, not duplicated, as long as that does not change its meaning: the chain's last hand joins
one that says the same, and a hand that passes something on joins one that already passes on the next hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

#: The choice of an editor who wants a new attribution for a hand.
ANEW: Final = "+"
_DOCUMENT: Final = "document"


class CurrentAttribution(NamedTuple):
    """A current attribution: recorded, and not withdrawn, superseded or voided."""

    key: str
    source: str  # key of the record under which its source is offered
    said: Mapping[str, str]  # stance, scope, basis, said_at, quote, document …, as far as a chain may say them
    passes_on: frozenset[str]  # keys of what it cites or copies
    recorded_source: str = ""  # key of its source as recorded, which may be a second record
    documents: frozenset[str] = frozenset()  # keys of its further documents


class Hand(NamedTuple):
    """One hand of a chain. ``says`` holds what the editor entered about it, without empty fields."""

    source: str | None  # key of a recorded source, None for a new source
    says: Mapping[str, str] = {}
    wish: str = ""  # the key of the attribution to join, ``ANEW``, or empty: decide


class Joint(NamedTuple):
    """The result for a hand: the attribution that it joins (None: a new one), and those that it could join."""

    joins: str | None
    options: tuple[str, ...]
    refused: bool = False  # the editor asked for one that the hand cannot join


def join(hands: Sequence[Hand], standing: Sequence[CurrentAttribution]) -> tuple[Joint, ...]:
    """Return the result for each hand (nearest to us first); an attribution is joined by one hand at most."""
    by_key = {row.key: row for row in standing}
    found: list[Joint] = []
    taken: set[str] = set()
    for hand in reversed(hands):
        upstream = found[-1].joins if found else ""
        fitting = [row for row in standing if row.key not in taken and _fits(row, hand, upstream, by_key)]
        options = [row.key for row in sorted(fitting, key=lambda row: _distance(row, hand))]
        joint = _choice(hand, options)
        taken.update({joint.joins} - {None})  # type: ignore[arg-type]
        found.append(joint)
    return tuple(reversed(found))


def _choice(hand: Hand, options: Sequence[str]) -> Joint:
    if hand.wish == ANEW or not options:
        return Joint(None, tuple(options), refused=bool(hand.wish) and hand.wish != ANEW)
    if hand.wish and hand.wish not in options:
        return Joint(None, tuple(options), refused=True)
    return Joint(hand.wish or options[0], tuple(options))


def _fits(row: CurrentAttribution, hand: Hand, upstream: str | None, by_key: Mapping[str, CurrentAttribution]) -> bool:
    """Return whether a hand may join an attribution; ``upstream``: what it passes on, "" at the end, None if that is new."""
    if row.source != hand.source or upstream is None:
        return False
    if any(row.said.get(name, "") != value for name, value in hand.says.items() if name != _DOCUMENT):
        return False
    return not upstream or _reaches(row, upstream, by_key)


def _distance(row: CurrentAttribution, hand: Hand) -> int:
    """Return how far the documents of an attribution are from that of a hand: held in it, in none, in others.

    One statement may be held in several documents, so the last can be joined too.
    """
    wanted, first = hand.says.get(_DOCUMENT, ""), row.said.get(_DOCUMENT, "")
    if not wanted or wanted == first or wanted in row.documents:
        return 0
    return 2 if first else 1


def _reaches(row: CurrentAttribution, wanted: str, by_key: Mapping[str, CurrentAttribution]) -> bool:
    """Return whether an attribution passes on another, directly or through others."""
    seen: set[str] = set()
    waiting = set(row.passes_on)
    while waiting:
        if wanted in waiting:
            return True
        seen |= waiting
        waiting = {key for each in waiting if each in by_key for key in by_key[each].passes_on} - seen
    return False
