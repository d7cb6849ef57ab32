"""The fewest families whose removal leaves no path through a graph of rows: exact, or, if the search takes long, a lower bound.

A family may have many rows, so this is a minimum *coloured* vertex cut, which is NP-hard in general (hitting set). The search
is for a hitting set of the paths known so far; a set that hits them all is either a cut or reveals a new path. The number of
known paths that each family lies on rules out most sets as too small before they are tried.
Source: E. Moreno-Centeno and R. M. Karp, "The implicit hitting set approach", Operations Research 61 (2013).

Rows are identified by position, and positions follow the order of keys: the result never depends on the order of the input,
not even if the search is given up. Sets of rows are bits of an int.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

#: Cuts are counted up to this number, which means "this many or more".
LIMIT = 5
#: The most steps of one search: rows and families visited. News takes some hundreds; this many take about a tenth of a second.
MOST_STEPS = 250_000

_ROUNDING = 1e-6

_Way = tuple[int, ...]  # the families on a path, from its end back to its start


class Cut(NamedTuple):
    """The size of the smallest cut, up to LIMIT, and the families each of which is a cut alone."""

    families: int
    exact: bool  # if not, fewer are proven not to be enough, and the search for more was given up
    gateways: tuple[int, ...] = ()


class _OutOfStepsError(Exception):
    """The search has used all the steps that it may take."""


class Graph:
    """Rows by position: which rows each cites, which are held (where paths start), and the family of each."""

    __slots__ = ("family", "out", "rows", "starts", "steps")

    def __init__(self, edges: Sequence[tuple[int, ...]], held: Iterable[int], family: Sequence[int]) -> None:
        self.family = family
        self.starts = _bits(held)
        self.out = [_bits(cited) if cited else 0 for cited in edges]
        self.rows: dict[int, int] = {}
        for position, of in enumerate(family):
            self.rows[of] = self.rows.get(of, 0) | 1 << position
        self.steps = 0  # that all searches took together

    def without(self, positions: Iterable[int]) -> Graph:
        """Return the graph without some rows; the others keep their positions."""
        gone = _bits(positions)
        left = Graph((), (), self.family)
        left.starts = self.starts & ~gone
        left.out = [0 if gone >> position & 1 else cited & ~gone for position, cited in enumerate(self.out)]
        return left

    def cut(self, ends: Iterable[int], most_steps: int = MOST_STEPS) -> Cut:
        """Return the fewest families that lie on every path to ``ends``."""
        search = _Search(self, _bits(ends), most_steps)
        found = search.cut()
        self.steps += search.steps
        return found


class _Search:
    """One search for a cut: the paths known so far, and the steps taken."""

    __slots__ = ("_goal", "_graph", "_most_steps", "_ways", "steps")

    def __init__(self, graph: Graph, goal: int, most_steps: int) -> None:
        self._graph = graph
        self._goal = goal
        self._most_steps = most_steps
        self._ways: list[_Way] = []
        self.steps = 0

    def cut(self) -> Cut:
        size = self._disjoint_ways()
        most = min(LIMIT, len({self._graph.family[end] for end in _positions(self._goal)}))  # the ends' families are a cut
        try:
            if size == 1:
                if gateways := self._on_every_way(self._ways[0]):
                    return Cut(1, exact=True, gateways=gateways)
                size = 2
            while 0 < size < most and not self._can_cut(size, frozenset(), frozenset()):
                size += 1
        except _OutOfStepsError:
            return Cut(size, exact=False)
        return Cut(size, exact=True)

    def _on_every_way(self, way: _Way) -> tuple[int, ...]:
        """Return the families of a path that lie on every path: those that no path to an end avoids."""
        graph = self._graph
        bit = {family: 1 << number for number, family in enumerate(way)}
        own = [bit.get(family, 0) for family in graph.family]
        avoided = [0] * len(own)  # for each row, the families that some path to it avoids
        waiting = deque(_positions(graph.starts))
        for row in waiting:
            avoided[row] = (1 << len(way)) - 1 & ~own[row]
        while waiting:
            row = waiting.popleft()
            following = _positions(graph.out[row])
            self._spend(1 + len(following))
            for cited in following:
                if more := avoided[row] & ~own[cited] & ~avoided[cited]:
                    avoided[cited] |= more
                    waiting.append(cited)
        by_some = 0
        for end in _positions(self._goal):
            by_some |= avoided[end]
        return tuple([family for family in way if not bit[family] & by_some])

    def _disjoint_ways(self) -> int:
        """Return how many paths without a common family a greedy packing finds, up to LIMIT: no cut is smaller."""
        removed: frozenset[int] = frozenset()
        while len(self._ways) < LIMIT and (way := self._way(removed)) is not None:
            removed |= frozenset(way)
        return len(self._ways)

    def _can_cut(self, size: int, removed: frozenset[int], kept: frozenset[int]) -> bool:
        """Return whether ``size`` more families, none of them ``kept``, cut every path that avoids the ``removed`` ones."""
        left = self._not_cut_by(removed)
        if not left or not size:
            return not left
        free: list[list[int]] = [[family for family in way if family not in kept] for way in left]
        lies_on = Counter(chain.from_iterable(free))
        if not all(free) or _least(free, lies_on) > size:
            return False
        narrowest = min(free, key=len)
        for family in sorted(narrowest, key=lambda family: -lies_on[family]):
            if self._can_cut(size - 1, removed | {family}, kept):
                return True
            kept |= {family}  # all solutions with this family have been tried: do not remove it again
        return False

    def _not_cut_by(self, removed: frozenset[int]) -> list[_Way]:
        """Return the known paths that avoid the ``removed`` families, or else a new one; none if those families are a cut."""
        left = [way for way in self._ways if removed.isdisjoint(way)]
        self._spend(sum(map(len, self._ways)) + sum(map(len, left)))
        if left:
            return left
        way = self._way(removed)
        return [] if way is None else [way]

    def _way(self, removed: frozenset[int]) -> _Way | None:
        """Return the families on a shortest path that avoids the ``removed`` ones, and add it to the known paths."""
        out = self._graph.out
        seen = 0
        for family in removed:
            seen |= self._graph.rows[family]
        frontier = self._graph.starts & ~seen
        levels: list[list[int]] = []
        while frontier:
            if ends := frontier & self._goal:
                self._ways.append(self._families_back(ends, levels))
                return self._ways[-1]
            seen |= frontier
            levels.append(_positions(frontier))
            self.steps += len(levels[-1])
            frontier = 0
            for row in levels[-1]:
                frontier |= out[row]
            frontier &= ~seen
        return None

    def _families_back(self, ends: int, levels: Sequence[Sequence[int]]) -> _Way:
        row = (ends & -ends).bit_length() - 1
        families = {self._graph.family[row]: None}
        for level in reversed(levels):
            row = next(above for above in level if self._graph.out[above] >> row & 1)
            families[self._graph.family[row]] = None
        return tuple(families)

    def _spend(self, steps: int) -> None:
        self.steps += steps
        if self.steps > self._most_steps:
            raise _OutOfStepsError


def _least(ways: Iterable[Sequence[int]], lies_on: Mapping[int, int]) -> float:
    """Return a lower bound of how many families it takes to cut the paths; ``lies_on`` counts the paths of each family.

    Each path is worth a fraction of a family such that no family cuts more than one family's worth: a fractional packing of
    paths, the dual of the linear programme of hitting sets. Rounding errors are kept on the safe side.
    """
    return sum([1 / max([lies_on[family] for family in way]) for way in ways]) - _ROUNDING


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
