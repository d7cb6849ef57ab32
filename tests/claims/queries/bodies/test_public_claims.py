"""Claims for published files: those that outsiders may read, in the order in which they were recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from claims.models import Claim
from claims.operations.merges.removal import remove_claim
from claims.queries.bodies.public_claims import count_hidden, public_claims_of, reported_claims
from tests.cases import claim
from tests.claims.operations.moving import because, pk

DAY = timedelta(days=1)


@pytest.fixture
def ids(loaded: Callable[..., Any], now: datetime) -> list[int]:
    """Ids of claims: two open ones, a hidden one, one under embargo and a deleted one; in no order."""
    shut = claim("secret", public=False), claim("later", embargo_until=(now + DAY).isoformat())
    related = [{"kind": "supersedes", "claim": "secret"}]
    loaded(claims=[claim("one"), *shut, claim("gone"), claim("two", relations=related)])
    remove_claim(pk("gone"), because(now))
    return [pk(key) for key in ("two", "gone", "secret", "one", "later")]


def test_hidden_and_deleted_claims_are_in_no_file_and_no_file_names_them(ids: list[int], now: datetime) -> None:
    found = list(public_claims_of(ids, now))
    assert [one.key for one in found] == ["one", "two"]
    assert found[1].relations == ()


def test_an_embargo_ends_at_its_moment(ids: list[int], now: datetime) -> None:
    assert [one.key for one in public_claims_of(ids, now + DAY)] == ["one", "later", "two"]
    assert (count_hidden(ids, now), count_hidden(ids, now + DAY)) == (3, 2)


def test_of_no_claims_nothing_is_published_and_nothing_hidden(db: None, now: datetime) -> None:
    assert (list(public_claims_of([], now)), count_hidden([], now), Claim.objects.count()) == ([], 0, 0)


def test_a_report_holds_hidden_claims_too_in_the_order_asked_for_and_says_which(ids: list[int], now: datetime) -> None:
    found = list(reported_claims(ids, now))

    assert [one.claim.key for one in found] == ["two", "secret", "one", "later"]
    assert [(one.public, one.embargo_until) for one in found] == [(True, None), (False, None), (True, None), (True, now + DAY)]
    assert found[0].claim.relations == ()
