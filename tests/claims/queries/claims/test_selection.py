"""Which claims a job works on: none is passed over, and none is visited without need."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from claims.models import Claim, Standing
from claims.operations.merges.removal import remove_claim
from claims.operations.policy.drafts import set_policy
from claims.operations.sources.changes import mark
from claims.queries.claims import selection
from tests.cases import claim
from tests.claims.desk_flags import run_through
from tests.claims.operations.moving import because, pk

HOUR = timedelta(hours=1)


@pytest.fixture
def claims(loaded: Callable[..., Any]) -> list[int]:
    """The ids of ``c``, ``a`` and ``b``, in the order of recording."""
    loaded(claims=[claim(key) for key in "cab"])
    return [pk(key) for key in "cab"]


def test_ids_come_in_the_order_of_recording_or_of_keys(claims: list[int]) -> None:
    first, second, third = claims
    assert selection.ids_of_all() == selection.ids_of_keys(["b", "a", "c", "none"]) == claims
    assert selection.ids_by_key() == [second, third, first]
    assert selection.ids_by_key(["c", "b", "none"]) == [third, first]
    assert selection.ids_within(range(second, third)) == [second]


def test_deleted_claims_are_visited_and_not_counted(claims: list[int], now: datetime) -> None:
    remove_claim(claims[1], because(now))
    within = range(claims[0], claims[2] + 1)
    assert (selection.ids_within(within), selection.count_within(within)) == (claims, 2)


def test_unknown_keys_and_ids_are_left_out(claims: list[int]) -> None:
    assert selection.claims_of_keys(["a", "none"]) == {"a": claims[1]}
    assert selection.keys_of([claims[0], 10**9]) == {claims[0]: "c"}
    assert selection.texts_of(["b", "none"]) == {"b": "The claim b."}
    with pytest.raises(Claim.DoesNotExist):
        selection.key_of(10**9)


def test_until_a_run_under_the_new_policy_is_done_every_claim_waits_and_then_only_marked_ones(
    claims: list[int], now: datetime
) -> None:
    assert selection.waiting_claims() == 0
    set_policy(because(now), min_on_record=3, min_disinterested=1, shelf_life_days=30, outcome_grace_days=3)
    assert selection.waiting_claims() == 3
    run_through("all", now + HOUR)
    mark([claims[0]], now + HOUR)
    assert selection.waiting_claims() == 1


def test_a_claim_assessed_under_another_policy_waits_only_while_no_run_went_through(claims: list[int], now: datetime) -> None:
    run_through("all", now + HOUR)
    Standing.objects.filter(claim=claims[1]).update(policy_version="another")
    marked, other, plain = (Standing.objects.get(claim=one) for one in claims)
    marked.marked_at = now
    assert [selection.is_waiting(one) for one in (marked, other, plain)] == [True, False, False]

    set_policy(because(now), min_on_record=3, min_disinterested=1, shelf_life_days=30, outcome_grace_days=3)

    assert [selection.is_waiting(one) for one in (other, plain)] == [True, True]


def test_stored_results_come_by_key_in_one_query_with_the_error_of_a_claim_that_failed(
    claims: list[int], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Standing.objects.filter(claim=claims[0]).update(error="KeyError", assessment=None)
    with django_assert_num_queries(1):  # standings with claim and assessment
        found = list(selection.stored_results(None))
    assert [(one.key, one.error, one.explanation is None) for one in found] == [
        ("a", "", False),
        ("b", "", False),
        ("c", "KeyError", True),
    ]
    assert [one.key for one in selection.stored_results([claims[2]])] == ["b"]
    assert list(selection.stored_results([])) == []


def test_keys_are_found_by_their_beginnings(claims: list[int]) -> None:
    assert selection.keys_beginning(["a", "x"]) == {"a"}
    assert selection.keys_beginning(["b", "b-2", "c"]) == {"b", "c"}
    assert selection.keys_beginning([]) == set()
