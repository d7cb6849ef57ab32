"""Claims as rows of a table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from pytest_django import DjangoAssertNumQueries

from claims.models import Claim, Standing
from claims.operations.flags.waivers import waive
from claims.queries.cases.spreadsheets import COLUMNS, claim_rows
from tests.cases import claim
from tests.claims.operations.moving import because, pk

DAY = timedelta(days=1)


def lines(ids: list[int], at: datetime) -> list[dict[str, Any]]:
    return [dict(zip(COLUMNS, cells, strict=True)) for cells in claim_rows(ids, at)]


def test_a_row_shows_counts_flags_topics_and_the_last_change(arms: Claim, now: datetime) -> None:
    waive([arms.pk], ["contested"], because(now + DAY), until=now + 3 * DAY)

    (line,) = lines([arms.pk], now + 2 * DAY)

    counts = [line[name] for name in ("support_at_least", "support_at_most", "support_or_more", "denial_at_most", "counted")]
    assert counts == [2, 4, "or more", 2, None]
    assert ("contested" in line["flags"].split(), line["waived_flags"]) == (True, "contested")
    assert (line["topics"], line["changed_by"], line["revision"]) == ("arms north-korea russia", "user:ed", 2)
    assert lines([arms.pk], now + 3 * DAY)[0]["waived_flags"] == ""  # the waiver has ended


def test_rows_have_the_order_asked_for_in_a_number_of_queries_that_does_not_grow(
    loaded: Callable[..., Any], now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    loaded(claims=[claim(key) for key in "abc"])
    ids = [pk(key) for key in "cab"]
    with django_assert_num_queries(4):  # claims with their last change, open flags, waived ones, topics
        assert [line["key"] for line in lines([*ids, 10**6], now)] == ["c", "a", "b"]
    assert lines([], now) == []


def test_a_claim_that_could_never_be_assessed_has_no_counts(loaded: Callable[..., Any], now: datetime) -> None:
    loaded(claims=[claim("c")])
    Standing.objects.update(assessment=None)

    (line,) = lines([pk("c")], now)

    assert (line["support_at_least"], line["denial_at_most"], line["counted"]) == (None, None, None)
