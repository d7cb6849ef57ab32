"""Dates in words: as precise as they are, in the time zone and language of the desk."""

from __future__ import annotations

import pytest
from django.utils import timezone, translation

from factcheck.desk.local_dates import date_words


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("", ""),
        ("2024", "2024"),
        ("2024-06", "June 2024"),
        ("2024-06-10", "10 June 2024"),
        ("2024-06-10T22:30Z", "11 June 2024, 01:30"),
    ],
)
def test_a_date_is_as_precise_as_it_was_given(stored: str, shown: str) -> None:
    with timezone.override("Europe/Kyiv"), translation.override("en"):
        assert date_words(stored) == shown


def test_a_ukrainian_month_is_inflected_after_a_day() -> None:
    with translation.override("uk"):
        assert (date_words("2024-06"), date_words("2024-06-10")) == ("Червень 2024", "10 червня 2024")
