"""Which backups a desk still has after years."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from factcheck.backups.retention import Dated, Kept, to_delete

FIRST = date(2024, 1, 1)
KEPT = Kept(7, 4, 12)


def nightly(nights: int, *verified: int) -> list[Dated]:
    return [Dated(night, FIRST + timedelta(days=night), night in verified) for night in range(nights)]


def left(backups: list[Dated], kept: Kept = KEPT) -> list[int]:
    gone = set(to_delete(backups, kept))
    return [one.id for one in backups if one.id not in gone]


def test_days_become_weeks_and_weeks_become_months() -> None:
    days = [str(FIRST + timedelta(days=night)) for night in left(nightly(400))]
    months = ["2024-03-31", "2024-04-30", "2024-05-31", "2024-06-30", "2024-07-31", "2024-08-31", "2024-09-30"]
    months += ["2024-10-31", "2024-11-30", "2024-12-31"]
    weeks = ["2025-01-19", "2025-01-26"]
    last = [f"2025-{day}" for day in ("01-28", "01-29", "01-30", "01-31", "02-01", "02-02", "02-03")]
    assert [day for day in days if day not in {*weeks, *last}] == months
    assert set(last) <= set(days)


def test_the_last_verified_one_stays_whatever_its_age() -> None:
    assert left(nightly(100, 3, 5), Kept(1, 0, 0)) == [5, 99]
    assert left(nightly(100), Kept(0, 0, 0)) == [99]


def test_of_several_on_one_day_the_last_one_stays() -> None:
    same_day = [Dated(number, FIRST, False) for number in range(3)]
    assert to_delete(same_day, KEPT) == [0, 1]


@given(st.lists(st.integers(0, 800), max_size=40, unique=True), st.integers(0, 39), st.integers(1, 9), st.integers(0, 5))
def test_night_by_night_the_last_ones_and_the_last_verified_one_stay(
    nights: list[int], verified: int, daily: int, monthly: int
) -> None:
    made = [Dated(night, FIRST + timedelta(days=night), place == verified) for place, night in enumerate(sorted(nights))]
    held: list[Dated] = []
    for one in made:
        gone = set(to_delete([*held, one], Kept(daily, 2, monthly)))
        held = [each for each in [*held, one] if each.id not in gone]
    assert held[-daily:] == made[-daily:]
    assert [one for one in held if one.is_verified] == [one for one in made if one.is_verified]
