"""Attributions that speak of some parts only become partial: each is superseded, and its relays follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

from claims.models import Attribution, Citation
from claims.operations.merges.narrowing import narrow
from claims.operations.writing import writing
from claims.verification import Change
from tests.cases import claim, outlet, person, row
from tests.claims.operations.moving import LATER, assert_whole, because, pk


@pytest.fixture
def dated(loaded: Callable[..., Any], now: datetime) -> Iterator[Change]:
    rows = (
        row("ada", said_at="2024-06"),
        row("ben", scope="partial"),
        row("post", stance="reports", cites=["ada"]),
        row("echo", stance="reports", scope="partial", copies="post"),
        row("gone", "ben", withdrawn={"by": "source", "reason": "misheard"}),
    )
    loaded(sources=[person("ada"), person("ben"), outlet("post"), outlet("echo")], claims=[claim("c", *rows)])
    with writing([pk("c")], because(now + LATER)) as change:
        yield change
    assert_whole(now + LATER)


def ids(*keys: str) -> set[int]:
    return set(Attribution.objects.filter(claim__key="c", key__in=keys).values_list("pk", flat=True))


def links() -> set[tuple[str, str, str]]:
    found = Citation.objects.filter(struck_at=None).values_list("citing__key", "kind", "cited__key")
    return set(found)


def test_a_full_row_is_superseded_by_a_partial_one_that_says_the_same(dated: Change) -> None:
    assert narrow(pk("c"), ids("ada"), dated) == ["ada-part"]
    old, new = (Attribution.objects.get(key=key) for key in ("ada", "ada-part"))
    assert (new.scope, new.supersedes, new.said_at, new.stance) == ("partial", old, "2024-06", "supports")
    assert old.scope == "full"  # none is edited


def test_whoever_passes_it_on_passes_on_its_successor_too(dated: Change) -> None:
    narrow(pk("c"), ids("ada"), dated)
    assert links() == {("post", "cites", "ada"), ("post", "cites", "ada-part"), ("echo", "copies", "post")}


def test_copies_of_a_narrowed_row_are_narrowed_with_it_though_partial_already(dated: Change) -> None:
    assert narrow(pk("c"), ids("post", "echo"), dated) == ["post-part", "echo-part"]
    assert links() >= {("post-part", "cites", "ada"), ("echo-part", "copies", "post-part")}
    assert ("echo", "copies", "post-part") not in links()


def test_rows_that_are_partial_or_no_longer_count_stay_as_they_are(dated: Change) -> None:
    assert narrow(pk("c"), ids("ben", "gone"), dated) == narrow(pk("c"), [], dated) == []
