"""Which attributions of a claim a chain joins, and which of its hands are to be recorded anew.

An attribution that stands is linked to and not doubled, as long as that leaves its meaning alone: whoever says it is the
chain's last hand and says the same, or whoever passes it on already passes on what comes next in the chain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

#: The choice of an editor who wants a hand recorded anew.
ANEW: Final = "+"


class Standing(NamedTuple):
    """An attribution that stands: recorded, and not withdrawn, superseded or voided."""

    key: str
    source: str  # key of the record that its source is offered under
    said: Mapping[str, str]  # stance, scope, basis, said_at, quote, document …, as far as a chain may say them
    passes_on: frozenset[str]  # keys of what it cites or copies
    recorded_source: str = ""  # key of its source as recorded, which may be a second record


class Hand(NamedTuple):
    """One hand of a chain. ``says`` holds what the editor says of it; nothing of what is left open."""

    source: str | None  # key of a recorded source, None for one to be recorded
    says: Mapping[str, str] = {}
    wish: str = ""  # the key of the attribution to join, ``ANEW``, or nothing: as seems right


class Joint(NamedTuple):
    """What becomes of a hand: the attribution that it joins (None: recorded anew), and those that it could join."""

    joins: str | None
    options: tuple[str, ...]
    refused: bool = False  # the editor wished for one that the hand cannot join


def join(hands: Sequence[Hand], standing: Sequence[Standing]) -> tuple[Joint, ...]:
    """Return what becomes of each hand (nearest to us first); an attribution is joined by one hand at most."""
    by_key = {row.key: row for row in standing}
    found: list[Joint] = []
    taken: set[str] = set()
    for hand in reversed(hands):
        upstream = found[-1].joins if found else ""
        options = [row.key for row in standing if row.key not in taken and _fits(row, hand, upstream, by_key)]
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


def _fits(row: Standing, hand: Hand, upstream: str | None, by_key: Mapping[str, Standing]) -> bool:
    """Tell whether a hand may join an attribution; ``upstream``: what it passes on, "" at the end, None if that is new."""
    if row.source != hand.source or upstream is None:
        return False
    if any(row.said.get(name, "") not in (value, *_open(name)) for name, value in hand.says.items()):
        return False
    return not upstream or _reaches(row, upstream, by_key)


def _open(name: str) -> tuple[str, ...]:
    """Return what an attribution may lack and be given later: a document may be tied to it."""
    return ("",) if name == "document" else ()


def _reaches(row: Standing, wanted: str, by_key: Mapping[str, Standing]) -> bool:
    """Tell whether an attribution passes on another, itself or through others."""
    seen: set[str] = set()
    waiting = set(row.passes_on)
    while waiting:
        if wanted in waiting:
            return True
        seen |= waiting
        waiting = {key for each in waiting if each in by_key for key in by_key[each].passes_on} - seen
    return False
