"""Dates whose precision is part of the value, compared with the real intervals that they mean."""

# ruff: noqa: DTZ001 - hypothesis takes naive bounds
from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from factcheck.dates.partial_dates import PartialDateError, certainly_after, earliest, end, from_instant, parse
from tests.examples import tried

Span = tuple[datetime, datetime]

LENGTHS = (4, 7, 10, 17)
#: No place's calendar is further from UTC than this.
FURTHEST = timedelta(hours=14)
#: Near one another and around the ends of months and years, so that comparisons are close.
NEAR = st.datetimes(datetime(2023, 12, 29), datetime(2024, 3, 2)) | st.datetimes(datetime(1000, 1, 1), datetime(9990, 1, 1))


def text_of(instant: datetime, length: int) -> str:
    return instant.strftime("%Y-%m-%dT%H:%MZ")[:length] if length < 17 else instant.strftime("%Y-%m-%dT%H:%MZ")


partial_dates = st.builds(text_of, NEAR, st.sampled_from(LENGTHS))
minutes = st.builds(text_of, NEAR, st.just(17))


def span(text: str) -> Span:
    """Return the start of a partial date and its exclusive end, by counting days until the text changes."""
    start = datetime.fromisoformat(f"{text}-01-01"[:10] if len(text) < 17 else text[:16])
    following = (
        start + {4: timedelta(days=365), 7: timedelta(days=28), 10: timedelta(days=1), 17: timedelta(minutes=1)}[len(text)]
    )
    while text_of(following, len(text)) == text:
        following += timedelta(days=1)
    return start.replace(tzinfo=UTC), following.replace(tzinfo=UTC)


# Reading and writing


@pytest.mark.parametrize("text", ["2024", "2024-06", "2024-06-10", "2024-06-10T14:30Z", "2024-02-29", "0001", "9999-12-31"])
def test_a_partial_date_is_kept_as_it_is(text: str) -> None:
    assert parse(text) == text


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("2024-06-10T14:30:59Z", "2024-06-10T14:30Z"),
        ("2024-06-10T14:30:59.123456Z", "2024-06-10T14:30Z"),
        ("2024-06-10T14:30+00:00", "2024-06-10T14:30Z"),
        ("2024-06-10T08:30+09:00", "2024-06-09T23:30Z"),
        ("2024-12-31T20:00-05:00", "2025-01-01T01:00Z"),
    ],
)
def test_a_minute_is_stored_in_utc_without_seconds(text: str, stored: str) -> None:
    assert parse(text) == stored


@pytest.mark.parametrize(
    "text",
    [
        "", " 2024", "2024 ", "2024\n", "24", "2024-6", "2024-06-1", "20240610", "2024-06-10T14", "2024-06-10 14:30Z",
        "June 2024", "2024-06-10T14:30", "2024-13", "2024-00", "2023-02-29", "2024-06-31", "0000", "2024-06-10T25:00Z",
        "2024-06-10T14:60Z", "2024-06-10T14:30+99:00", "0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00", "+2024", "-2024",
        "12024",
    ],
)  # fmt: skip
def test_an_invalid_date_is_rejected(text: str) -> None:
    with pytest.raises(PartialDateError):
        parse(text)


@pytest.mark.parametrize("text", ["２０２４", "٢٠٢٤", "२०२४-०६"])
def test_digits_of_other_scripts_are_refused_since_they_would_not_sort(text: str) -> None:
    with pytest.raises(PartialDateError):
        parse(text)


def test_a_minute_of_a_year_before_1000_keeps_its_four_digits() -> None:
    assert parse("0987-06-10T14:30Z") == "0987-06-10T14:30Z"


def test_the_refusal_says_how_to_write_a_date() -> None:
    with pytest.raises(PartialDateError, match="'June' is not a date: write 2024, 2024-06, 2024-06-10 or 2024-06-10T14:30Z"):
        parse("June")


@given(partial_dates)
def test_reading_a_stored_date_changes_nothing(text: str) -> None:
    assert parse(text) == text


@given(st.datetimes(datetime(1000, 1, 2), datetime(9999, 12, 30)), st.integers(-14 * 60, 14 * 60))
def test_a_date_time_of_any_zone_is_stored_as_its_minute_in_utc(naive: datetime, offset: int) -> None:
    instant = naive.replace(tzinfo=timezone(timedelta(minutes=offset)))
    stored = from_instant(instant)
    assert parse(stored) == stored
    assert earliest(stored) <= instant < end(stored)


# What a date may mean


@settings(max_examples=tried(150), deadline=None)
@given(partial_dates)
@example("2024-02")
@example("2023-02")
@example("2024-12")
@example("2024-12-31")
@example("2024-12-31T23:59Z")
def test_a_date_lasts_from_its_earliest_time_to_its_end(text: str) -> None:
    assert (earliest(text), end(text)) == span(text)


@pytest.mark.parametrize("text", ["9999", "9999-12", "9999-12-31", "9999-12-31T23:59Z"])
def test_the_last_dates_of_the_calendar_end_with_it(text: str) -> None:
    assert earliest(text) < end(text) <= datetime.max.replace(tzinfo=UTC)


# Comparing


@given(partial_dates, partial_dates)
def test_text_sorts_by_the_earliest_time(one: str, other: str) -> None:
    if earliest(one) < earliest(other):
        assert one < other


@settings(max_examples=tried(300), deadline=None)
@given(st.sampled_from((4, 7, 10)), st.sampled_from((4, 7, 10)), NEAR, NEAR)
def test_a_calendar_date_is_certainly_after_one_that_is_over_when_it_begins(
    one: int, two: int, a: datetime, b: datetime
) -> None:
    later, sooner = text_of(a, one), text_of(b, two)
    assert certainly_after(later, sooner) == (span(later)[0] >= span(sooner)[1])


@given(minutes, minutes)
@example("2024-06-10T14:31Z", "2024-06-10T14:30Z")
def test_a_minute_is_certainly_after_each_minute_before_it(later: str, sooner: str) -> None:
    assert certainly_after(later, sooner) == (span(later)[0] >= span(sooner)[1])


@settings(max_examples=tried(300), deadline=None)
@given(st.sampled_from((4, 7, 10)), st.booleans(), NEAR, st.timedeltas(timedelta(days=-3), timedelta(days=3)))
@example(10, True, datetime(2024, 6, 11), timedelta(hours=-10))
@example(7, True, datetime(2024, 6, 1), timedelta(hours=-10))
@example(4, True, datetime(2024, 1, 1), timedelta(hours=-10))
@example(7, False, datetime(2024, 5, 31), timedelta(hours=30))
def test_a_calendar_date_and_a_minute_are_only_certain_wherever_the_calendar_is_of(
    length: int, date_is_later: bool, day: datetime, distance: timedelta
) -> None:
    date, minute = text_of(day, length), text_of(day + distance, 17)
    opens, closes = span(date)[0] - FURTHEST, span(date)[1] + FURTHEST
    if date_is_later and certainly_after(date, minute):
        assert opens >= span(minute)[1]
    if not date_is_later and certainly_after(minute, date):
        assert span(minute)[0] >= closes


@pytest.mark.parametrize(
    ("later", "sooner"),
    [("2024-06-12", "2024-06-10T23:59Z"), ("2024-06-12T00:00Z", "2024-06-10"), ("2024-08", "2024-06-10T14:30Z"),
     ("2025", "2024-06-10T14:30Z"), ("2024-06-10T14:30Z", "2023")],
)  # fmt: skip
def test_beyond_a_day_of_slack_a_calendar_date_and_a_minute_are_certain(later: str, sooner: str) -> None:
    assert certainly_after(later, sooner)
    assert not certainly_after(sooner, later)


@settings(max_examples=tried(300))
@given(partial_dates, partial_dates)
def test_two_dates_are_never_each_certainly_after_the_other(one: str, other: str) -> None:
    assert not (certainly_after(one, other) and certainly_after(other, one))
    assert not certainly_after(one, one)
