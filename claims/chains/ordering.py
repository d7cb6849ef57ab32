"""The vertical order of each layer, so that few lines cross."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from claims.chains.values import Hand, Link

#: Passes over the layers, alternately from the left and from the right: more brought nothing (tested).
_SWEEPS: Final = 8
#: The most bends in one part of a picture. Links that would need more run straight, behind the boxes between (a guess).
MOST_BENDS: Final = 1500

#: A stop: a box, or a place where a line to a box further right passes this layer.
BOX, CITING_PASS, COPYING_PASS = range(3)


class Stop(NamedTuple):
    """A place in a layer where lines arrive, or pass on the way to hand ``number``."""

    layer: int
    number: int
    role: int


Stretch = tuple[Stop, Stop]


class Ordered(NamedTuple):
    """The layers of one part of the picture from left to right, each from top to bottom, and the lines between stops."""

    layers: tuple[tuple[Stop, ...], ...]
    stretches: Mapping[Stretch, bool]  # whether it is a copy's


def ordered(part: Iterable[Hand], links: Iterable[Link], layer: Mapping[int, int]) -> Ordered:
    """Return the stops of a part in an order with few crossings: by the mean position of their neighbours."""
    stretches = _stretches(links, layer)
    hands = {hand.number: hand for hand in part}
    stops = {Stop(layer[number], number, BOX) for number in hands}.union(*stretches)
    rows: list[list[Stop]] = [[] for _ in range(1 + max(stop.layer for stop in stops))]
    for stop in sorted(stops, key=lambda stop: (hands[stop.number].rank, stop.number, stop.role)):
        rows[stop.layer].append(stop)
    return Ordered(tuple(map(tuple, _fewest_crossings(rows, list(stretches)))), stretches)


def _stretches(links: Iterable[Link], layer: Mapping[int, int]) -> dict[Stretch, bool]:
    """Return the lines from stop to stop. Lines to one hand merge once they meet, because they say the same."""
    found: dict[Stretch, bool] = {}
    bends: set[Stop] = set()
    for link in sorted(links):
        role = COPYING_PASS if link.copies else CITING_PASS
        first, last = layer[link.citing], layer[link.cited]
        between = [Stop(passed, link.cited, role) for passed in range(first + 1, last)]
        if len(bends.union(between)) > MOST_BENDS:
            between = []
        bends.update(between)
        way = [Stop(first, link.citing, BOX), *between, Stop(last, link.cited, BOX)]
        found.update(dict.fromkeys(pairwise(way), link.copies))
    return found


def _fewest_crossings(rows: list[list[Stop]], stretches: Sequence[Stretch]) -> list[list[Stop]]:
    best, fewest = rows, _crossings(rows, stretches)
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        rows = _swept(rows, stretches, rightwards=sweep % 2 == 0)
        found = _crossings(rows, stretches)
        if found < fewest:
            best, fewest = rows, found
    return best


def _swept(rows: Sequence[Sequence[Stop]], stretches: Iterable[Stretch], *, rightwards: bool) -> list[list[Stop]]:
    """Order each layer by the positions of its neighbours in the layers already done; a stop without any stays."""
    neighbours: dict[Stop, list[Stop]] = {}
    for left, right in stretches:
        one, other = (right, left) if rightwards else (left, right)
        neighbours.setdefault(one, []).append(other)
    found = [list(row) for row in rows]
    position = _positions(found)
    for row in found if rightwards else reversed(found):
        wanted = {stop: _mean([position[other] for other in neighbours.get(stop, (stop,))]) for stop in row}
        row.sort(key=wanted.__getitem__)
        position.update(_positions([row]))
    return found


def _positions(rows: Iterable[Sequence[Stop]]) -> dict[Stop, float]:
    """Return the relative position of each stop in its layer, from 0 to 1, so that layers of any height compare."""
    return {stop: (index + 0.5) / len(row) for row in rows for index, stop in enumerate(row)}


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _crossings(rows: Iterable[Sequence[Stop]], stretches: Iterable[Stretch]) -> int:
    """Return how many pairs of lines between neighbouring layers cross; lines that run straight through are not counted."""
    index = {stop: place for row in rows for place, stop in enumerate(row)}
    gaps: dict[int, list[tuple[int, int]]] = {}
    for left, right in stretches:
        if right.layer == left.layer + 1:
            gaps.setdefault(left.layer, []).append((index[left], index[right]))
    return sum(_inversions(sorted(gap)) for gap in gaps.values())


def _inversions(pairs: Iterable[tuple[int, int]]) -> int:
    seen: list[int] = []
    found = 0
    for _, right in pairs:
        found += len(seen) - bisect_right(seen, right)
        insort(seen, right)
    return found
