"""Which attributions support which part of a claim: what passes on another supports the same parts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from claims.models import Attribution, Citation
from claims.operations.attributions.changes import strike_link, void
from claims.queries.merges.split_inheritance import roots, spread
from tests.cases import claim, outlet, person, row
from tests.claims.operations.moving import because, pk

PARTS = ["x", "y"]


@pytest.fixture
def whole(loaded: Callable[..., Any]) -> None:
    """Ada and ben, of whom a post passes on both and a wire the post; and what ada said before."""
    rows = (
        row("before", "ada", "questions"),
        row("ada", supersedes="before"),
        row("ben"),
        row("post", stance="reports", cites=["ada", "ben"]),
        row("wire", stance="reports", copies="post"),
    )
    loaded(sources=[person("ada"), person("ben"), outlet("post"), outlet("wire")], claims=[claim("c", *rows)])


def parts_of(speaks_of: dict[str, list[str]]) -> dict[str, str]:
    """Return the parts that each attribution supports."""
    found = spread(pk("c"), PARTS, speaks_of).of_part
    rows = Attribution.objects.filter(claim__key="c")
    return {row.key: "".join(part for part in PARTS if row.pk in found[part]) for row in rows}


def test_an_editor_says_it_of_roots_alone(whole: None, now: datetime) -> None:
    assert [row.key for row in roots(pk("c"))] == ["ada", "ben"]
    strike_link(Citation.objects.get(citing__key="post", cited__key="ada"), because(now))
    void(Attribution.objects.get(key="ben"), because(now))
    assert [row.key for row in roots(pk("c"))] == ["ada", "post"]  # the post passes on nothing that counts any more


def test_a_relay_supports_what_any_of_its_upstream_does_and_a_copy_the_same(whole: None) -> None:
    found = parts_of({"ada": ["x"], "ben": ["y"]})
    assert found == {"ada": "x", "before": "x", "ben": "y", "post": "xy", "wire": "xy"}
    assert spread(pk("c"), PARTS, {"ada": ["x"], "ben": ["x"]}).narrower == set(
        Attribution.objects.filter(claim__key="c").values_list("pk", flat=True)
    )


def test_whatever_nothing_is_said_of_supports_every_part(whole: None) -> None:
    assert set(parts_of({}).values()) == {"xy"}
    assert spread(pk("c"), PARTS, {}).narrower == frozenset()


def test_what_was_superseded_goes_where_its_successor_does_unless_an_editor_says_otherwise(whole: None) -> None:
    assert parts_of({"ada": ["y"]})["before"] == "y"
    assert parts_of({"ada": ["y"], "before": ["x"]})["before"] == "x"


def test_a_closed_circle_supports_every_part_and_a_voided_row_none(loaded: Callable[..., Any]) -> None:
    rows = row("a", cites=["b"]), row("b", cites=["a"]), row("slip", "a", voided={"reason": "typed twice"})
    loaded(sources=[outlet("a"), outlet("b")], claims=[claim("c", *rows)])
    assert parts_of({}) == {"a": "xy", "b": "xy", "slip": ""}
    assert roots(pk("c")) == []
