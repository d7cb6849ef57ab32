"""The fewest families whose removal leaves no way through a graph of rows: exact, up to a limit, by bounded search.

A family may hold many rows, so this is a minimum *coloured* vertex cut, which is NP-hard in general (hitting set). News
graphs are small, and the answer matters only up to a handful: a search that takes a surviving path and branches on its
families needs at most (path length)^limit steps, and a packing of disjoint paths cuts nearly all of them.
Sets of rows are bits of an int, which makes a step a few machine words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

#: Cuts are counted up to here; this many means "this many or more".
LIMIT = 5


class Graph:
    """Rows by position: whom each cites, which are held (where ways start), and the family of each."""

    __slots__ = ("_edges", "_family", "_rows", "_starts")

    def __init__(self, edges: Sequence[tuple[int, ...]], held: Iterable[int], family: Sequence[int]) -> None:
        self._edges = edges
        self._family = family
        self._starts = _bits(held)
        rows: dict[int, int] = {}
        for position, of in enumerate(family):
            rows[of] = rows.get(of, 0) | 1 << position
        self._rows = rows

    def cut(self, ends: Sequence[int]) -> int:
        """Return the fewest families that lie on every way to ``ends``, or LIMIT where they are more than LIMIT - 1."""
        goal = _bits(ends)
        for size in range(self._disjoint_ways(goal, 0, LIMIT), LIMIT):
            if self._can_cut(goal, size, 0, frozenset()):
                return size
        return LIMIT

    def single_gateways(self, ends: Sequence[int]) -> tuple[int, ...]:
        """Return the families each of which alone lies on every way to ``ends``; none where there is no way."""
        goal = _bits(ends)
        way = self._shortest_way(goal, 0)
        if way is None:
            return ()
        return tuple([family for family in way if self._shortest_way(goal, self._rows[family]) is None])

    def _can_cut(self, goal: int, size: int, removed: int, kept: frozenset[int]) -> bool:
        """Tell whether ``size`` more families, none of them ``kept``, cut every way that avoids the ``removed`` rows."""
        way = self._shortest_way(goal, removed)
        if way is None:
            return True
        if size == 0 or (size > 1 and self._disjoint_ways(goal, removed, size + 1) > size):
            return False
        for family in way:
            if family not in kept:
                if self._can_cut(goal, size - 1, removed | self._rows[family], kept):
                    return True
                kept |= {family}  # solutions with it are all tried: from here on it stays
        return False

    def _disjoint_ways(self, goal: int, removed: int, enough: int) -> int:
        """Return how many ways without a common family a greedy packing finds, up to ``enough``: no cut is smaller."""
        count = 0
        while goal and count < enough:
            way = self._shortest_way(goal, removed)
            if way is None:
                break
            count += 1
            for family in way:
                removed |= self._rows[family]
        return count

    def _shortest_way(self, goal: int, removed: int) -> tuple[int, ...] | None:
        """Return the families on a shortest way that avoids the ``removed`` rows, from its end back to its start."""
        starts = self._starts & ~removed
        direct = starts & goal
        if direct:
            return (self._family[(direct & -direct).bit_length() - 1],)
        edges = self._edges
        came_from: dict[int, int] = {}
        seen = starts | removed
        frontier = _positions(starts)
        while frontier:
            following: list[int] = []
            for position in frontier:
                for cited in edges[position]:
                    bit = 1 << cited
                    if seen & bit:
                        continue
                    seen |= bit
                    came_from[cited] = position
                    if goal & bit:
                        return self._families_back(cited, came_from)
                    following.append(cited)
            frontier = following
        return None

    def _families_back(self, end: int, came_from: dict[int, int]) -> tuple[int, ...]:
        families = [self._family[end]]
        while end in came_from:
            end = came_from[end]
            if self._family[end] not in families:
                families.append(self._family[end])
        return tuple(families)


def _bits(positions: Iterable[int]) -> int:
    bits = 0
    for position in positions:
        bits |= 1 << position
    return bits


def _positions(bits: int) -> list[int]:
    found: list[int] = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found
