"""Cuts of coloured graphs equal the result of trying all sets of families."""

from __future__ import annotations

from collections.abc import Collection, Set
from itertools import combinations
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claims.policy.origins.cuts import LIMIT, Cut, Graph
from tests.examples import tried


class Coloured(NamedTuple):
    edges: list[tuple[int, ...]]
    held: list[int]
    family: list[int]
    ends: list[int]

    def graph(self) -> Graph:
        return Graph(self.edges, self.held, self.family)

    def families_cut(self) -> int:
        found = self.graph().cut(self.ends)
        assert found.exact
        return found.families

    def leads_anywhere(self, removed: Collection[int]) -> bool:
        """Return whether a path from a held row to an end avoids the removed families."""
        seen = {row for row in self.held if self.family[row] not in removed}
        while more := {to for row in seen for to in self.edges[row] if self.family[to] not in removed} - seen:
            seen |= more
        return bool(seen & set(self.ends))

    def smallest_cut(self) -> int:
        families = sorted(set(self.family))
        for size in range(LIMIT):
            if any(not self.leads_anywhere(some) for some in combinations(families, size)):
                return size
        return LIMIT

    def gateways(self) -> Set[int]:
        return {one for one in self.family if not self.leads_anywhere({one})} if self.leads_anywhere(()) else set()


@st.composite
def coloured_graphs(draw: st.DrawFn) -> Coloured:
    """Return a layered graph, most of whose edges go one layer on, with few families, so that cuts are seldom trivial."""
    size = draw(st.integers(1, 14))
    rows = st.integers(0, size - 1)
    families = draw(st.integers(1, 12))
    onward = [st.integers(min(row + 1, size - 1), min(row + 5, size - 1)) for row in range(size)]
    edges = [tuple(draw(st.lists(onward[row] | rows if row % 4 == 0 else onward[row], max_size=4))) for row in range(size)]
    held = draw(st.lists(st.integers(0, (size - 1) // 2) | rows, max_size=6, unique=True))
    ends = draw(st.lists(st.integers(size // 2, size - 1) | rows, max_size=6, unique=True))
    return Coloured(edges, held, [draw(st.integers(0, families - 1)) for _ in range(size)], ends)


def ways(number: int, *, families: int = 100) -> Coloured:
    """Return ``number`` held rows that each cite one end, each with its own family up to ``families`` of them."""
    edges = [(number + row,) for row in range(number)] + [()] * number
    return Coloured(edges, list(range(number)), [row % families for row in range(2 * number)], list(range(number, 2 * number)))


@settings(max_examples=tried(400), deadline=None)
@given(coloured_graphs())
@example(Coloured([(1, 2), (3,), (3,), ()], [0], [0, 1, 1, 2], [3]))
def test_a_cut_and_its_gateways_equal_brute_force(coloured: Coloured) -> None:
    found = coloured.graph().cut(coloured.ends)
    assert (found.families, found.exact) == (coloured.smallest_cut(), True)
    assert len(found.gateways) == len(set(found.gateways))
    assert set(found.gateways) == coloured.gateways()


@settings(max_examples=tried(150), deadline=None)
@given(coloured_graphs(), st.integers(0, 60))
def test_an_abandoned_search_proves_its_result(coloured: Coloured, most_steps: int) -> None:
    found = coloured.graph().cut(coloured.ends, most_steps)
    smallest = coloured.smallest_cut()
    assert min(smallest, 1) <= found.families <= smallest
    assert found.families == smallest or not found.exact
    assert set(found.gateways) in (set(), coloured.gateways())


@settings(max_examples=tried(60), deadline=None)
@given(coloured_graphs(), st.integers(0, 60), st.data())
def test_where_a_search_is_given_up_does_not_depend_on_the_order_of_the_input(
    coloured: Coloured, most_steps: int, data: st.DataObject
) -> None:
    edges = [tuple(data.draw(st.permutations(cited))) for cited in coloured.edges]
    held, ends = data.draw(st.permutations(coloured.held)), data.draw(st.permutations(coloured.ends))
    others = data.draw(st.permutations(range(100, 112)))  # the arbitrary ids of families
    again = Coloured(edges, held, [others[family] for family in coloured.family], ends)
    found = coloured.graph().cut(coloured.ends, most_steps)
    assert again.graph().cut(again.ends, most_steps)[:2] == found[:2]


@pytest.mark.parametrize(("number", "reported"), [(0, 0), (1, 1), (4, 4), (5, 5), (6, LIMIT), (30, LIMIT)])
def test_paths_of_different_families_count_up_to_the_limit(number: int, reported: int) -> None:
    coloured = ways(number)
    assert coloured.families_cut() == reported


def test_paths_that_share_families_count_as_their_families() -> None:
    coloured = ways(12, families=3)
    assert coloured.families_cut() == coloured.smallest_cut() == 3


def test_a_family_on_both_of_two_paths_cuts_both() -> None:
    coloured = Coloured([(2,), (3,), (4,), (5,), (), ()], [0, 1], [0, 1, 2, 2, 3, 4], [4, 5])
    assert coloured.graph().cut(coloured.ends) == Cut(1, exact=True, gateways=(2,))


def test_a_greedy_packing_that_misses_a_path_still_finds_the_cut() -> None:
    coloured = Coloured([(2, 3), (3, 4), (5,), (5, 6), (6,), (), ()], [0, 1], [0, 1, 2, 3, 4, 5, 6], [5, 6])
    assert coloured.families_cut() == coloured.smallest_cut() == 2


def test_without_an_end_or_a_path_nothing_is_cut() -> None:
    apart = Coloured([(), ()], [0], [0, 1], [1])
    assert apart.graph().cut([]) == apart.graph().cut(apart.ends) == Cut(0, exact=True)


def test_a_circle_of_rows_is_visited_once() -> None:
    coloured = Coloured([(1,), (2,), (0, 3), ()], [0], [0, 1, 2, 3], [3])
    assert coloured.graph().cut(coloured.ends).gateways == (3, 2, 1, 0)
