"""Claims for readers: who may read which, page by page, and what shows that one has changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from claims.models import Claim, PublicBody
from claims.operations.claims.assignment import assign
from claims.operations.merges.merge import merge
from claims.queries.claims import read
from tests.cases import claim
from tests.claims.operations.moving import because, pk

DAY = timedelta(days=1)


@pytest.fixture
def claims(loaded: Callable[..., Any], now: datetime) -> None:
    shut = claim("secret", public=False), claim("later", embargo_until=(now + DAY).isoformat())
    loaded(claims=[claim("one"), *shut, claim("two"), claim("three")])


def keys(rows: Any) -> list[str]:
    return [row.key for row in rows]


def test_a_claim_may_be_read_if_it_is_public_from_the_moment_its_embargo_ends(claims: None, now: datetime) -> None:
    every = {"one", "secret", "later", "two", "three"}
    assert set(keys(Claim.objects.filter(read.published(now)))) == {"one", "two", "three"}
    assert read.hidden_among([*every, "unknown"], now) == {"secret", "later"}
    assert read.hidden_among(every, now + DAY) == {"secret"}
    assert read.hidden_among([], now) == set()


def test_the_condition_applies_to_records_of_a_claim_too(claims: None, now: datetime) -> None:
    Claim.objects.filter(key="secret").update(embargo_until=now - DAY)
    shown = PublicBody.objects.filter(read.published(now, "claim__"))
    assert set(shown.values_list("claim__key", flat=True)) == {"one", "two", "three"}


def test_a_page_continues_after_a_claim_no_longer_listed_and_never_after_one_that_may_not_be_read(
    claims: None, now: datetime
) -> None:
    readable = Claim.objects.filter(read.published(now))
    listed = read.ordered(readable.exclude(key="two"), newest_first=True)

    def page(after: str) -> list[str] | None:
        found = read.page(listed, after, 1, readable=readable)
        return None if found is None else keys(found)

    assert (page(""), page("three"), page("two"), page("one")) == (["three"], ["one"], ["one"], [])
    assert page("secret") is page("unknown") is None


@pytest.mark.parametrize("newest_first", [True, False])
def test_the_page_of_all_current_claims_takes_one_query_and_one_more_after_the_first(
    claims: None, now: datetime, newest_first: bool, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    merge(pk("two"), pk("one"), because(now))
    order = ["three", "later", "secret", "one"] if newest_first else ["one", "secret", "later", "three"]
    with django_assert_num_queries(1):  # the page with its bodies
        assert keys(read.page_of_all("", 9, newest_first=newest_first) or ()) == order
    with django_assert_num_queries(2):  # the claim that it comes after, and the page
        assert keys(read.page_of_all(order[1], 9, newest_first=newest_first) or ()) == order[2:]
    assert read.page_of_all("unknown", 9, newest_first=newest_first) is None


def test_all_claims_are_read_in_batches_without_gap_or_repetition(
    claims: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rows = read.ordered(Claim.objects.all(), newest_first=False)
    with django_assert_num_queries(4):  # three batches, and that there is no fourth
        batches = list(read.every(rows, 2))
    assert [keys(batch) for batch in batches] == [["one", "secret"], ["later", "two"], ["three"]]
    assert [len(batch) for batch in read.every_id(rows, 3)] == [3, 2]
    assert list(read.every(rows.none())) == []


def test_what_identifies_a_version_changes_with_each_revision(claims: None, ed: Any, now: datetime) -> None:
    before = read.head_of_any("one")
    assert before == read.head(Claim.objects.all(), "one") == read.heads(["one", "unknown"])["one"]
    assign(pk("one"), ed, because(now))
    after = read.head_of_any("one")
    assert before is not None
    assert after is not None
    assert (after.id, after.revision, after.digest != before.digest) == (before.id, 2, True)
    assert read.head(Claim.objects.filter(read.published(now)), "secret") is read.head_of_any("unknown") is None


def test_revisions_come_newest_first_with_the_parts_that_one_lists_as_erased(claims: None, ed: Any, now: datetime) -> None:
    assign(pk("one"), ed, because(now))
    last, first = read.revisions(pk("one"), None, 9)
    assert (last["number"], last["action"], last["erased"]) == (2, "moved", [])
    assert read.revisions(pk("one"), 2, 9) == [first]
    assert read.revision_digest(pk("one"), 1) == last["previous_sha256"] == first["sha256"]
    assert (read.revision_digest(pk("one"), 3), read.revision_body(pk("one"), 3)) == ("", None)
    assert read.revision_body(pk("one"), 2) == (last["at"], last["sha256"], PublicBody.objects.get(claim=pk("one")).body)
