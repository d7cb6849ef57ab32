"""The attributions of a claim as a list: in the order of the chain, each once, saying what became of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from claims.admin.attributions.chain_list import Line, lines_of, shown_line
from claims.models import Attribution, Claim
from claims.operations.attributions.changes import void
from claims.queries.claims.admin_lists import chain_panel
from tests.cases import claim, outlet, person, row
from tests.claims.operations.moving import because

Load = Callable[..., Any]


def lines(key: str) -> list[Line]:
    return lines_of(chain_panel(Claim.objects.get(key=key)))


def told(key: str) -> list[tuple[str, int, list[str], bool]]:
    return [(line.row.key, line.depth, [each.key for each in line.passes_on], line.copies) for line in lines(key)]


def test_a_chain_runs_down_to_the_origins_and_shows_each_attribution_once(loaded: Load) -> None:
    rows = (
        row("ada"),
        row("post", stance="reports", cites=["ada"]),
        row("wire", stance="reports", cites=["post"]),
        row("echo", stance="reports", copies="post"),
    )
    loaded(sources=[person("ada"), *map(outlet, ("post", "wire", "echo"))], claims=[claim("c", *rows)])

    assert told("c") == [
        ("wire", 0, ["post"], False),
        ("post", 1, ["ada"], False),
        ("ada", 2, [], False),
        ("echo", 0, ["post"], True),
    ]


def test_a_circle_that_nothing_leads_into_is_shown_once_all_the_same(loaded: Load) -> None:
    loaded(sources=[*map(outlet, "ab")], claims=[claim("c", row("a", cites=["b"]), row("b", cites=["a"]))])

    assert told("c") == [("a", 0, ["b"], False), ("b", 1, ["a"], False)]


def test_a_line_says_what_became_of_it_and_a_voided_successor_replaces_nothing(loaded: Load, now: datetime) -> None:
    withdrawn = {"by": "outlet", "at": "2024-06-02", "reason": "it was misheard"}
    rows = row("old", "ada"), row("new", "ada", "denies", supersedes="old"), row("gone", "ada", withdrawn=withdrawn)
    loaded(sources=[person("ada")], claims=[claim("c", *rows)])
    assert {line.row.key: line.marks for line in lines("c")} == {
        "old": ["superseded by new"],
        "new": [],
        "gone": ["withdrawn by the outlet, 2024-06-02: it was misheard"],
    }

    void(Attribution.objects.get(key="new"), because(now, reason="typed twice"))

    marks = {line.row.key: line.marks for line in lines("c")}
    assert (marks["old"], marks["new"]) == ([], ["voided (our error): typed twice"])


def test_a_relay_of_many_names_the_first_and_counts_the_rest(loaded: Load) -> None:
    rows = [row(f"s{i}") for i in range(5)] + [row("wire", stance="reports", cites=[f"s{i}" for i in range(5)])]
    loaded(sources=[outlet("wire"), *(person(f"s{i}") for i in range(5))], claims=[claim("c", *rows)])

    assert shown_line(lines("c")[0])["passes_on"] == "S0, S1, S2 and 2 more"
