"""Which claims look different to outsiders when another one is hidden or published: one too few would leak what is hidden."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from claims.models import Claim, ClaimRelation
from claims.operations.claims.assignment import strike_relation
from claims.operations.decisions.ledger import link_outcome
from claims.queries.claims.visibility import bearing_on, visibility_changed
from tests.cases import claim, load
from tests.claims.operations.moving import because, pk

Load = Callable[..., Any]
DAY = timedelta(days=1)


def to(key: str, kind: str = "contradicts") -> list[dict[str, str]]:
    return [{"kind": kind, "claim": key}]


def bearing(*hidden: str) -> set[str]:
    ids = bearing_on([pk(key) for key in hidden])
    return set(Claim.objects.filter(pk__in=ids).values_list("key", flat=True))


@pytest.fixture
def desk(loaded: Load) -> None:
    """A claim that a rival contradicts, that has a part, and that a later one supersedes."""
    rivals = claim("rival", relations=to("c")), claim("part", relations=to("c", "part_of"))
    loaded(claims=[claim("c"), *rivals, claim("later", relations=to("c", "supersedes")), claim("far", relations=to("rival"))])


def test_rivals_parts_and_newer_claims_bear_on_it_from_either_end_and_nothing_further_off_does(desk: None) -> None:
    assert bearing("c") == {"rival", "part", "later"}
    assert bearing("rival") == {"c", "far"}
    assert bearing("c", "rival") == {"part", "later", "far"}
    assert bearing("later") == {"c"}


def test_a_contradiction_that_was_struck_out_still_bears_on_decisions_of_its_time(desk: None, now: datetime) -> None:
    strike_relation(ClaimRelation.objects.get(from_claim__key="rival"), because(now))
    assert bearing("c") == {"rival", "part", "later"}


def test_a_claim_whose_decision_rests_on_the_hidden_one_is_among_them(desk: None, now: datetime) -> None:
    link_outcome(pk("later"), "did_not", because(now), other_claim=Claim.objects.get(key="far"))
    assert bearing("far") == {"rival", "later"}


def test_a_claim_merged_into_the_hidden_one_is_among_them_with_its_rivals(desk: None, now: datetime) -> None:
    load({"claims": [claim("rival", merged_into="later")]}, at=now)  # as a file says: its relations are not copied
    assert bearing("later") == {"rival", "c", "far"}


def test_of_no_claims_nothing_is_asked(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert bearing_on([]) == set()


def test_only_values_that_differ_are_a_change(desk: None, now: datetime) -> None:
    Claim.objects.filter(key="part").update(embargo_until=now + DAY)
    asked: dict[str, dict[str, bool | datetime | None]] = {
        "c": {"public": True},
        "rival": {"public": False},
        "part": {"embargo_until": now + 2 * DAY},
        "later": {"embargo_until": None},
        "unknown": {"public": False},
    }
    assert visibility_changed(asked) == {pk("rival"), pk("part")}
