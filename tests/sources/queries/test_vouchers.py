"""Outlets that vouch for an unnamed source."""

from __future__ import annotations

from datetime import datetime

import pytest

from sources.models import Source
from sources.queries.vouchers import heard_apart, known_to, listed_keys, outlets_of, own_further, vouchers_of
from tests.cases import load, outlet, unnamed


@pytest.fixture
def desk(db: None, now: datetime) -> dict[str, Source]:
    """A briefer of two outlets, an aide of one of them, and an envoy of a third."""
    briefer = {**unnamed("briefer", "ap"), "vouched_by": ["ap", "reuters"]}
    outlets = [outlet(key) for key in ("ap", "reuters", "afp")]
    load({"sources": [*outlets, briefer, unnamed("aide", "reuters"), unnamed("envoy", "afp")]}, at=now)
    return {source.key: source for source in Source.objects.all()}


def test_the_first_outlet_comes_first(desk: dict[str, Source]) -> None:
    assert [one.key for one in vouchers_of(desk["briefer"])] == ["ap", "reuters"]
    assert vouchers_of(desk["ap"]) == ()


def test_the_further_ones_are_read_by_the_source(desk: dict[str, Source]) -> None:
    assert own_further([desk["briefer"].pk]) == {}  # no merger brought others
    assert outlets_of([desk["briefer"]])[desk["briefer"].pk] == {desk["ap"].pk, desk["reuters"].pk}


def test_two_whose_outlets_differ_were_heard_apart(desk: dict[str, Source]) -> None:
    assert heard_apart(desk["briefer"], desk["envoy"])
    assert heard_apart(desk["briefer"], desk["aide"])


def test_an_outlet_knows_those_for_whom_it_vouches_first_or_further(desk: dict[str, Source]) -> None:
    assert {one.key for one in known_to(desk["reuters"])} == {"briefer", "aide"}


def test_listed_keys_are_in_order_and_none_is_empty() -> None:
    assert (listed_keys("b,a"), listed_keys(None)) == (("a", "b"), ())
