"""The facts of claims with what is different for outsiders: nothing of a hidden claim, and nothing that rests on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from claims.models import Claim
from claims.operations.decisions.ledger import link_outcome, settle_flag
from claims.policy.facts import ClaimFacts
from claims.queries.claims.selection import ids_of_all
from claims.queries.facts.current import load_facts
from claims.queries.facts.outsiders import load_facts_for_both
from claims.verification import clock_at
from tests.cases import claim, person, row
from tests.claims.operations.moving import because, pk

DAY = timedelta(days=1)


def to(key: str) -> list[dict[str, str]]:
    return [{"kind": "contradicts", "claim": key}]


@pytest.fixture
def desk(loaded: Callable[..., Any]) -> None:
    """A claim that an open and a hidden one contradict, and one that has nothing to do with them."""
    rivals = claim("open", row("ben"), relations=to("c")), claim("secret", row("cy"), relations=to("c"), public=False)
    loaded(sources=[*map(person, ("ada", "ben", "cy"))], claims=[claim("c", row("ada")), *rivals, claim("plain", row("ada"))])


def facts(key: str, now: datetime) -> ClaimFacts:
    return load_facts_for_both([pk(key)], clock_at(now)).claims[pk(key)]


def test_a_hidden_rival_contradicts_for_the_desk_alone(desk: None, now: datetime) -> None:
    found = facts("c", now)
    assert [one.key for one in found.contradictions] == ["open", "secret"]
    assert found.outside is not None
    assert [one.key for one in found.outside.contradictions] == ["open"]
    assert found.outside.reveals_at is None


def test_what_has_nothing_to_do_with_a_hidden_claim_is_the_same_for_both(desk: None, now: datetime) -> None:
    ids = [pk("plain")]
    assert load_facts_for_both(ids, clock_at(now)) == load_facts(ids, clock_at(now).said_until)


def test_it_differs_until_the_first_embargo_ends(desk: None, now: datetime) -> None:
    Claim.objects.filter(key="secret").update(public=True, embargo_until=now + 2 * DAY)
    Claim.objects.filter(key="open").update(embargo_until=now + DAY)
    found = facts("c", now).outside
    assert found is not None
    assert (found.contradictions, found.reveals_at) == ((), now + DAY)
    assert facts("c", now + 2 * DAY).outside is None


def test_a_decision_that_rests_on_a_hidden_claim_is_none_for_outsiders(desk: None, now: datetime) -> None:
    link_outcome(pk("plain"), "did_not", because(now), other_claim=Claim.objects.get(key="secret"))
    settle_flag(pk("c"), "contested", because(now))

    linked, settled = facts("plain", now + DAY), facts("c", now + DAY)

    assert linked.outside is not None
    assert settled.outside is not None
    assert (len(linked.decisions), linked.outside.decisions) == (1, ())
    assert settled.decisions[0].about == (("claim", "open"), ("claim", "secret"))
    assert settled.outside.decisions[0].about == (("claim", "open"),)


def test_claims_without_rivals_and_decisions_take_no_query_more(
    loaded: Callable[..., Any], now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    loaded(sources=[person("ada")], claims=[claim("c", row("ada")), claim("d")])
    ids = ids_of_all()
    # Links, attributions, their further documents, stakes, decisions and claims; relations from either end, and newer claims;
    # the last change of a source; sources, their families, and judgements of them.
    with django_assert_num_queries(12):
        load_facts(ids, clock_at(now).said_until)
    with django_assert_num_queries(12):
        load_facts_for_both(ids, clock_at(now))
