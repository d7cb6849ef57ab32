"""Parts of claims for readers: flags, assessments and topics, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from claims.models import Claim, Flag
from claims.operations.merges.merge import merge
from claims.queries.claims.parts import (
    assessments_of,
    cleared_flags_of,
    flag_page,
    open_flags,
    open_flags_of,
    topics_counted,
)
from tests.cases import claim, person, row
from tests.claims.desk_flags import store_flag
from tests.claims.operations.moving import because

HOUR = timedelta(hours=1)


@pytest.fixture
def claims(loaded: Callable[..., Any]) -> Sequence[Claim]:
    """Three claims under topics, without a flag."""
    loaded(claims=[claim("a", topics=["arms", "ships"]), claim("b", topics=["arms"]), claim("c", topics=["un"])])
    Flag.objects.all().delete()
    return list(Claim.objects.order_by("id"))


def test_cleared_flags_follow_one_another_though_several_went_at_once(claims: Sequence[Claim], now: datetime) -> None:
    for hours, code in ((1, "stale"), (2, "contested"), (2, "circular"), (3, "unsourced")):
        store_flag(claims[0], now, code, cleared_at=now + hours * HOUR)
    store_flag(claims[0], now, "tainted")
    store_flag(claims[1], now, "stale", cleared_at=now)

    pages = [cleared_flags_of(claims[0].pk, None, 2)]
    pages.append(cleared_flags_of(claims[0].pk, (pages[0][-1]["cleared_at"], pages[0][-1]["code"]), 2))

    assert [[flag["code"] for flag in page] for page in pages] == [["unsourced", "circular"], ["contested", "stale"]]
    assert [flag["code"] for flag in open_flags_of(claims[0].pk)] == ["tainted"]


def test_open_flags_are_narrowed_by_what_a_waiver_covers_at_that_moment(claims: Sequence[Claim], now: datetime) -> None:
    store_flag(claims[0], now, "stale", waived_until=now + 2 * HOUR)
    store_flag(claims[1], now + HOUR, "contested", "critical")
    store_flag(claims[2], now, "stale", cleared_at=now + HOUR)

    def codes(**narrowed: Any) -> list[str]:
        return [flag.code for flag in open_flags(**narrowed)]

    assert codes() == ["contested", "stale"]
    assert (codes(waived_at=(now, True)), codes(waived_at=(now, False))) == (["stale"], ["contested"])
    assert codes(waived_at=(now + 2 * HOUR, True)) == []
    assert codes(severities=["critical"]) == codes(codes=["contested"]) == codes(raised_since=now + HOUR) == ["contested"]


def test_flags_of_a_merged_claim_are_left_out(claims: Sequence[Claim], now: datetime) -> None:
    store_flag(claims[0], now)
    merge(claims[0].pk, claims[1].pk, because(now))
    assert not open_flags().filter(claim=claims[0]).exists()


def test_a_page_continues_after_a_flag_that_was_cleared_meanwhile_and_not_after_one_that_never_was(
    claims: Sequence[Claim], now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    flags = [store_flag(one, now) for one in claims]
    with django_assert_num_queries(1):  # the page with its claims
        assert [line["key"] for line in flag_page(open_flags(), None, 2) or ()] == ["c", "b"]
    Flag.objects.filter(pk=flags[1].pk).update(cleared_at=now, cleared_by=flags[1].raised_by_id)

    with django_assert_num_queries(4):  # the claim; the flag among open ones, and among cleared ones; the page
        rest = flag_page(open_flags(), ("b", "stale", now), 2)

    assert [line["key"] for line in rest or ()] == ["a"]
    assert flag_page(open_flags(), ("b", "contested", now), 2) is None
    assert flag_page(open_flags(), ("none", "stale", now), 2) is None


def test_assessments_come_newest_first_before_a_time(loaded: Callable[..., Any]) -> None:
    loaded(sources=[person("ada")], claims=[claim("c")])
    loaded(claims=[claim("c", row("ada"))])
    pk = Claim.objects.get().pk

    last, first = assessments_of(pk, None, 5)

    assert (last["status"], first["status"]) == ("unverified", "unsourced")
    assert assessments_of(pk, last["at"], 5) == [first]
    assert assessments_of(pk, first["at"], 5) == []


def test_topics_are_counted_in_alphabetical_order_over_current_claims(
    claims: Sequence[Claim], now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):  # the topics, and the claims that are not current
        assert topics_counted("", 2) == [{"topic": "arms", "claims": 2}, {"topic": "ships", "claims": 1}]
    assert topics_counted("ships", 2) == [{"topic": "un", "claims": 1}]
    merge(claims[2].pk, claims[1].pk, because(now))
    assert topics_counted("arms", 9) == [{"topic": "ships", "claims": 1}, {"topic": "un", "claims": 1}]
