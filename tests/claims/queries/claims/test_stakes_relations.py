"""Stakes in a claim, and its relations, as they are in force."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from claims.models import ClaimRelation, Interest
from claims.operations.claims.assignment import strike_interest, strike_relation
from claims.queries.claims.stakes_relations import have_stakes, relation_of, stake_of
from tests.cases import claim, person
from tests.claims.operations.moving import because, pk


@pytest.fixture
def desk(loaded: Callable[..., Any]) -> None:
    relations = [{"kind": "contradicts", "claim": "d"}, {"kind": "supersedes", "claim": "d"}]
    staked = claim("c", interests=[{"source": "ada", "side": 1}], relations=relations)
    loaded(sources=[person("ada"), person("ben")], claims=[claim("d"), staked])


def test_a_contradiction_is_found_from_either_side_and_any_other_relation_from_its_own(desk: None) -> None:
    rivalry = ClaimRelation.objects.get(kind="contradicts")
    assert relation_of(pk("c"), "contradicts", "d") == relation_of(pk("d"), "contradicts", "c") == rivalry
    assert relation_of(pk("c"), "supersedes", "d") is not None
    assert relation_of(pk("d"), "supersedes", "c") is None


def test_what_was_struck_out_is_not_found(desk: None, now: datetime) -> None:
    assert stake_of(pk("c"), "ada") == Interest.objects.get()
    strike_interest(Interest.objects.get(), because(now))
    strike_relation(ClaimRelation.objects.get(kind="contradicts"), because(now))
    assert (stake_of(pk("c"), "ada"), relation_of(pk("c"), "contradicts", "d")) == (None, None)
    assert not have_stakes(pk("c"), ["ada"])


def test_a_stake_is_that_of_a_source_in_one_claim(desk: None) -> None:
    assert have_stakes(pk("c"), ["ben", "ada"])
    assert not have_stakes(pk("c"), ["ben"])
    assert not have_stakes(pk("c"), [])
    assert stake_of(pk("d"), "ada") is None
