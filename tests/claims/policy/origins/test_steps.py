"""An assessment takes a bounded number of steps for every claim, because the claim is locked meanwhile."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import combinations
from types import FrameType
from typing import Any

import pytest

from claims.casefile.checks.size_limits import MOST_ATTRIBUTIONS
from claims.policy.origins import blocs, independence
from claims.policy.origins.cuts import LIMIT, MOST_STEPS, Graph
from claims.policy.questions import questions
from claims.vocabulary import CORROBORATED
from tests.claims.policy.build import Facts
from tests.claims.policy.origins.planes import DIFFERENCES, lines, plane, thicket


@pytest.fixture
def graphs(monkeypatch: pytest.MonkeyPatch) -> list[Graph]:
    """Return the graphs that the policy searches, with the steps that it took."""
    made: list[Graph] = []

    class Watched(Graph):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args)
            made.append(self)

    monkeypatch.setattr(independence, "Graph", Watched)
    return made


@pytest.mark.parametrize("order", DIFFERENCES)
def test_a_projective_plane_is_fully_counted_within_the_steps(order: int, graphs: list[Graph]) -> None:
    found = plane(order).assess()
    side = found.support
    assert (side.routes, side.on_record, side.disinterested, side.exact) == (LIMIT, LIMIT, LIMIT, True)
    assert sum(graph.steps for graph in graphs) <= MOST_STEPS


@pytest.mark.parametrize("order", [7, 9])
def test_any_two_lines_of_a_plane_meet_in_one_point(order: int) -> None:
    found = lines(order)
    assert {len(line) for line in found} == {order + 1}
    assert all(len(set(one) & set(other)) == 1 for one, other in combinations(found, 2))


def test_a_count_that_takes_too_long_is_given_up_with_what_is_proven(graphs: list[Graph]) -> None:
    facts = thicket()
    found = facts.assess()
    side = found.support
    assert not side.exact
    assert 2 <= side.on_record <= side.routes < LIMIT
    assert not side.gateways
    assert found.status == CORROBORATED
    assert f"at least {side.on_record} on the record and at least {side.routes} routes" in found.explanation
    # A search that has begun ends: one more path, for each of up to five, is searched for after the steps are used up.
    assert sum(graph.steps for graph in graphs) <= MOST_STEPS + LIMIT * len(facts.rows)


def test_where_a_count_is_given_up_does_not_depend_on_the_order_of_the_rows() -> None:
    facts = thicket()
    first = facts.assess()
    facts.rows = dict(reversed(facts.rows.items()))
    facts.sources = dict(reversed(facts.sources.items()))
    again = facts.assess()
    assert (again.support[:6], again.explanation) == (first.support[:6], first.explanation)


def test_unnamed_sources_are_compared_a_bounded_number_of_times(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0
    may_be_same = blocs.may_be_same

    def counting(*args: Any) -> bool:
        nonlocal compared
        compared += 1
        return may_be_same(*args)

    monkeypatch.setattr(blocs, "may_be_same", counting)
    facts = Facts()
    for number in range(MOST_ATTRIBUTIONS // 2):
        facts.says(f"named-{number:04}", held=True)
        facts.unnamed(f"unnamed-{number:04}", f"voucher-{number}", country=f"C{number}").says(f"unnamed-{number:04}")
    side = facts.case().support
    assert compared <= blocs.MOST_COMPARISONS
    assert side.at_least >= MOST_ATTRIBUTIONS // 2  # at least the named ones
    assert not side.exact


def _one_voice(size: int, *, named: bool) -> Facts:
    facts = Facts().unnamed("speaker", "voucher") if not named else Facts().source("speaker")
    for number in range(size):
        said_at = f"2024-0{1 + number % 5}-{1 + number // 60:02}T00:{number % 60:02}Z"
        facts.says(f"row-{number:04}", "speaker", ("supports", "denies")[number % 2], said_at=said_at)
    return facts.stake("speaker", 1)


def _voices(size: int) -> Facts:
    facts = Facts()
    for number in range(size):
        facts.says(f"yes-{number:04}").denies(f"no-{number:04}").stake(f"no-{number:04}", -1)
    return facts


def _circles(size: int) -> Facts:
    facts = Facts().reports("last")
    for number in range(size):
        cites = [f"b-{number:04}", f"b-{number - 1:04}"] if number else [f"b-{number:04}"]
        facts.reports(f"a-{number:04}", cites=cites).reports(f"b-{number:04}", cites=f"a-{number:04}")
    return facts.reports("page", cites=f"a-{size - 1:04}", held=True)


def _line(size: int, **fields: Any) -> Facts:
    """Return a line of relays with a parallel one, so that there is no single path; each relay is a publication we hold."""
    facts = Facts().says("row-0000", "source-0000", **fields)
    for number in range(1, size):
        facts.source(f"source-{number:04}", publishes=True)
        facts.reports(f"row-{number:04}", f"source-{number:04}", cites=f"row-{number - 1:04}", held=number % 2 == 0)
    return facts.reports("beside", "source-0001", cites="row-0000", held=True)


def _copies(size: int) -> Facts:
    facts = Facts().says("row-0000", "source-0000", withdrawn_at="")
    for number in range(1, size):
        facts.reports(f"row-{number:04}", f"source-{number:04}", copies=f"row-{number - 1:04}", withdrawn_at="")
    return facts


def _ladder(size: int) -> Facts:
    """Return a line in which each relay can be bypassed through another: the shortest path is long and has no gateway."""
    facts = Facts().says("row-0000-a").says("row-0000-b")
    for number in range(1, size):
        both = [f"row-{number - 1:04}-a", f"row-{number - 1:04}-b"]
        facts.reports(f"row-{number:04}-a", cites=both).reports(f"row-{number:04}-b", cites=both)
    return facts


def _reworded(size: int) -> Facts:
    facts = Facts()
    for number in range(size):
        facts.says(f"row-{number:04}", said_at="2024-06-10")
    return facts.decided("reworded", *(("attribution", key) for key in facts.rows))


SHAPES: dict[str, Callable[[int], Facts]] = {
    "one named voice says yes and no in turn": lambda size: _one_voice(size, named=True),
    "one unnamed voice says yes and no in turn": lambda size: _one_voice(size, named=False),
    "everybody has a stake": _voices,
    "circles that cite each other": _circles,
    "a long line, held throughout": _line,
    "a long line that rests on what was taken back": lambda size: _line(size, withdrawn_at=""),
    "copies of copies that were taken back": _copies,
    "a ladder": _ladder,
    "a rewording of all": _reworded,
}


def work(call: Callable[[], object]) -> int:
    """Return how many instructions of the interpreter a call takes."""
    taken = 0

    def trace(frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal taken
        frame.f_trace_opcodes = True
        taken += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return taken


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_rows_take_about_twice_the_work(shape: str) -> None:
    small, large = (SHAPES[shape](size) for size in (100, 200))
    assert work(large.assess) < 2.3 * work(small.assess)


def test_a_question_needs_no_second_count_of_the_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = Facts()
    for number in range(12):
        facts.unnamed(f"official-{number:02}", "voucher").says(f"official-{number:02}")
    case = facts.case()
    monkeypatch.setattr(independence, "Graph", None)
    asked = questions(case, {"possibly_single_origin"})
    assert "independent of" in asked["possibly_single_origin"].text
