"""Current standings, flags, waivers and bodies as plain tuples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from claims.models import Claim, Flag, PublicBody, Standing
from claims.queries.facts.standings import current_bodies, embargoed, open_flags, standings, waivers
from tests.cases import claim
from tests.claims.desk_flags import store_flag

HOUR = timedelta(hours=1)


@pytest.fixture
def claims(loaded: Callable[..., Any], now: datetime) -> Sequence[Claim]:
    """Two claims without a flag; the second is under embargo."""
    loaded(claims=[claim("a"), claim("b", embargo_until=(now - HOUR).isoformat())])
    Flag.objects.all().delete()
    return list(Claim.objects.order_by("id"))


def test_a_standing_is_what_is_stored_with_its_times(claims: Sequence[Claim], now: datetime) -> None:
    Standing.objects.filter(claim=claims[0]).update(marked_at=now, due_at=now + HOUR)
    stored = Standing.objects.get(claim=claims[0])

    found = standings([one.pk for one in claims])[claims[0].pk]

    assert {name: getattr(found, name) for name in found._fields} == {name: getattr(stored, name) for name in found._fields}
    assert found.marked_at == now


def test_of_claims_without_a_standing_or_body_there_is_none(claims: Sequence[Claim]) -> None:
    Standing.objects.all().delete()
    PublicBody.objects.filter(claim=claims[0]).delete()
    ids = range(claims[0].pk, claims[1].pk + 1)
    assert standings(ids) == {}
    assert current_bodies(ids).keys() == {claims[1].pk}


def test_open_flags_are_found_by_claim_and_code_with_their_culprits(
    claims: Sequence[Claim], now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    store_flag(claims[0], now, "stale", culprits=[["attribution", "ada"]])
    store_flag(claims[0], now, "contested", cleared_at=now)
    with django_assert_num_queries(1):
        found = open_flags([claims[0].pk, claims[1].pk])
    assert {claim: list(flags) for claim, flags in found.items()} == {claims[0].pk: ["stale"]}
    assert found[claims[0].pk]["stale"].culprits == (("attribution", "ada"),)


def test_waivers_are_those_of_open_flags_whether_they_have_run_out_or_not(claims: Sequence[Claim], now: datetime) -> None:
    store_flag(claims[0], now, "stale", waived_until=now - HOUR)
    store_flag(claims[0], now, "circular", waived_until=now + HOUR)
    store_flag(claims[1], now, "stale", waived_until=now + HOUR, cleared_at=now)
    found = waivers([one.pk for one in claims])
    assert [(one.claim_key, one.code, one.until) for one in found] == [
        ("a", "circular", now + HOUR),
        ("a", "stale", now - HOUR),
    ]


def test_an_embargo_is_reported_after_its_end_too(claims: Sequence[Claim], now: datetime) -> None:
    assert embargoed([one.pk for one in claims]) == [(claims[1].pk, now - HOUR)]


def test_the_current_body_names_the_revision_that_left_it(claims: Sequence[Claim]) -> None:
    stored = PublicBody.objects.get(claim=claims[0])
    found = current_bodies([claims[0].pk])[claims[0].pk]
    assert found == (claims[0].pk, 1, stored.at, stored.sha256, stored.chain_sha256, stored.body, 1)
