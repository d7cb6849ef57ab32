"""Flags raised and cleared by the desk's calendar day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from pytest_django import DjangoAssertNumQueries

from claims.models import Claim
from claims.queries.desk.trend import flag_days
from tests.claims.desk_flags import store_flag

HOUR = timedelta(hours=1)
Claims = Sequence[Claim]


def test_a_flag_counts_on_the_desks_day_on_which_it_came_and_that_on_which_it_went(claims: Claims, now: datetime) -> None:
    zone = ZoneInfo("Asia/Tokyo")  # nine hours ahead: 15:30 UTC is past midnight there
    store_flag(claims[0], datetime(2024, 6, 10, 15, 30, tzinfo=UTC))
    store_flag(claims[1], datetime(2024, 6, 10, 14, 30, tzinfo=UTC), cleared_at=datetime(2024, 6, 11, 15, 0, tzinfo=UTC))
    store_flag(claims[2], datetime(2024, 1, 1, tzinfo=UTC), cleared_at=datetime(2024, 6, 11, 14, 59, tzinfo=UTC))
    days = {day.on: (day.raised, day.cleared) for day in flag_days(now, zone)}
    assert {on: counts for on, counts in days.items() if any(counts)} == {
        date(2024, 6, 10): (1, 0),
        date(2024, 6, 11): (1, 1),
        date(2024, 6, 12): (0, 1),
    }
    assert (len(days), max(days)) == (30, date(2024, 6, 12))


def test_the_day_on_which_the_clocks_change_has_its_25_hours(claims: Claims) -> None:
    store_flag(claims[0], datetime(2024, 10, 27, 22, 30, tzinfo=UTC))
    days = flag_days(datetime(2024, 10, 28, 12, tzinfo=UTC), ZoneInfo("Europe/Berlin"), days=2)
    # Within one zone Python subtracts what clocks on the wall show.
    hours = [(day.ends_at.astimezone(UTC) - day.starts_at.astimezone(UTC)) / HOUR for day in days]
    assert hours == [25, 24]
    assert [day.raised for day in days] == [1, 0]


def test_a_day_begins_with_its_midnight_and_tomorrow_is_not_counted(
    claims: Claims, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first, second, tomorrow = (datetime(2024, 6, day, tzinfo=UTC) for day in (11, 12, 13))
    for midnight, one in zip((first, second, tomorrow), claims, strict=False):
        store_flag(one, midnight)
    store_flag(claims[0], first - HOUR, "contested", cleared_at=first)
    store_flag(claims[1], second - HOUR, "contested", cleared_at=second)
    with django_assert_num_queries(2):  # flags that are open, and those that were cleared
        days = flag_days(now, UTC, days=2)
    assert [(day.raised, day.cleared) for day in days] == [(2, 1), (1, 1)]
