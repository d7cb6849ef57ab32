"""The changes of a source as a numbered ledger, without what the caller may not see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from sources.models import Source
from sources.operations import change_source, merge_sources
from sources.queries.ledger import change_page, hidden_values
from sources.queries.reading import Shown
from tests.cases import outlet, unnamed

EVERYTHING = Shown(approval=True, grader=True)


@pytest.fixture
def post(loaded: Callable[..., Any]) -> Source:
    loaded(sources=[outlet("post"), outlet("group"), outlet("post-2"), unnamed("u", "post")])
    return Source.objects.get(key="post")


def test_pages_are_numbered_from_the_oldest(
    post: Source, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for country in ("US", "GB", "FR"):
        change_source(post, {"country": country}, at=now, actor="user:eve")
    with django_assert_num_queries(2):  # how many, and the page: it names no other source
        page = change_page(post, None, 2, EVERYTHING)
    assert [(one["number"], one["new"]["country"]) for one in page] == [(4, "FR"), (3, "GB")]
    assert [one["number"] for one in change_page(post, 3, 9, EVERYTHING)] == [2, 1]
    assert change_page(post, 1, 9, EVERYTHING) == []


def test_other_sources_are_named_by_their_keys_and_the_relation_of_a_merger_in_words_alone(
    post: Source, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    group, second, official = (Source.objects.get(key=key) for key in ("group", "post-2", "u"))
    change_source(official, {"vouched_by_id": group.pk}, at=now, actor="user:eve")
    merge_sources(second, post, at=now, actor="user:eve", reason="one imprint")

    with django_assert_num_queries(3):  # how many, the page, the keys of the sources in it
        (voucher,) = change_page(official, None, 1, EVERYTHING)
    merged = next(one for one in change_page(second, None, 9, EVERYTHING) if one["action"] == "merged")

    assert (voucher["old"]["vouched_by"], voucher["new"]["vouched_by"]) == ("post", "group")
    assert (merged["new"]["merged_into"], "relation" in merged["new"]) == ("post", False)


def test_an_approval_hides_its_reason_and_its_actor_too_from_who_may_not_approve(post: Source, now: datetime) -> None:
    official = Source.objects.get(key="u")
    hidden = {"anonymity_reason": "canary", "approved_by": "canary"}
    change_source(official, {**hidden, "country": "US"}, at=now, actor="user:canary", reason="canary")

    (last, _) = change_page(official, None, 9, Shown())

    assert "canary" not in str(last)
    assert (last["action"], last["new"]) == ("changed", {"country": "US"})
    assert "canary" in str(change_page(official, None, 1, EVERYTHING))


def test_who_graded_it_is_hidden_alone() -> None:
    graded = {"old": {"graded_by": ""}, "new": {"graded_by": "ann", "reliability": "B"}}
    assert hidden_values(graded, Shown(approval=True)) == {"graded_by"}
    assert hidden_values(graded, Shown(grader=True)) == {"anonymity_reason", "approved_by"}
    assert hidden_values(graded, EVERYTHING) == frozenset()
