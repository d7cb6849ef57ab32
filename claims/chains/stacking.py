"""Hands in the same position, one below the other with a single line: thirty copies are one stack, not thirty lines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from claims.chains.values import BOX_HEIGHT, BOX_WIDTH, Hand, Line, Link, Place
from claims.vocabulary import CITES, COPIES

#: Up to this many keep a line each: a fan of lines that is still readable (a guess).
_MOST_APART: Final = 8
#: The distance from one box of a stack to the next, and from its boxes to the line next to them.
STACK_STEP: Final = BOX_HEIGHT + 8
RAIL: Final = 10

_Ties = tuple[frozenset[tuple[int, bool]], frozenset[tuple[int, bool]]]


def stacks(hands: Iterable[Hand], links: Iterable[Link], back: Collection[Link]) -> dict[int, list[Hand]]:
    """Return for the first hand of each stack all its hands, from top to bottom; a single hand is a stack of one.

    Hands belong together if they have the same links in both directions, except in cycles.
    """
    ties = _ties(links)
    alone = {number for link in back for number in (link.citing, link.cited)}
    together: dict[_Ties, list[Hand]] = {}
    for hand in sorted(hands, key=lambda hand: (hand.rank, hand.number)):
        together.setdefault(ties.get(hand.number, (frozenset(), frozenset())), []).append(hand)
    found: dict[int, list[Hand]] = {}
    for alike in together.values():
        apart = len(alike) <= _MOST_APART or any(hand.number in alone for hand in alike)
        whole = [[hand] for hand in alike] if apart else [alike]
        found.update({stack[0].number: stack for stack in whole})
    return found


def _ties(links: Iterable[Link]) -> dict[int, _Ties]:
    cited: dict[int, set[tuple[int, bool]]] = {}
    citing: dict[int, set[tuple[int, bool]]] = {}
    for link in links:
        cited.setdefault(link.citing, set()).add((link.cited, link.copies))
        citing.setdefault(link.cited, set()).add((link.citing, link.copies))
    return {
        number: (frozenset(cited.get(number, ())), frozenset(citing.get(number, ()))) for number in cited.keys() | citing.keys()
    }


def depth_of(stack: Sequence[Hand]) -> int:
    """Return how far a stack extends below the middle of its first box."""
    return BOX_HEIGHT // 2 + (len(stack) - 1) * STACK_STEP


def rails(stack: Sequence[Place], links: Sequence[Link]) -> Iterator[Line]:
    """Yield the lines next to a stack, which connect its boxes to the lines of the first one."""
    first, middle = stack[0], stack[0].y + BOX_HEIGHT // 2
    out = [link for link in links if link.citing == first.number]
    into = [link for link in links if link.cited == first.number]
    if out:
        stubs = "".join(f"M{place.x + BOX_WIDTH} {place.y + BOX_HEIGHT // 2}h{RAIL}" for place in stack[1:])
        yield Line(f"{stubs}V{middle}", _kind(out), arrives=False)
    if into:
        yield Line(f"M{first.x - RAIL} {middle}V{stack[-1].y + BOX_HEIGHT // 2}", _kind(into), arrives=False)
        for place in stack[1:]:
            yield Line(f"M{place.x - RAIL} {place.y + BOX_HEIGHT // 2}h{RAIL}", _kind(into), arrives=True)


def _kind(links: Iterable[Link]) -> str:
    return COPIES if all(link.copies for link in links) else CITES
