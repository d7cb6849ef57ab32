"""Dates in words, in the language of the page and the desk's time zone: "June 2024", "10 June 2024, 17:30"."""

from __future__ import annotations

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime

from factcheck.dates.partial_dates import earliest, is_minute

#: ``E`` is the month as it is inflected after a day: "10 червня".
_DAY, _MONTH = "j E Y", "F Y"
_YEAR_LENGTH, _MONTH_LENGTH = 4, 7


def instant_words(at: datetime) -> str:
    """Return a date-time in words, to the minute."""
    return date_format(localtime(at), f"{_DAY}, H:i")


def date_words(text: str) -> str:
    """Return a partial date in words, as precise as it is; an empty text stays empty."""
    if len(text) <= _YEAR_LENGTH:
        return text
    if is_minute(text):
        return instant_words(earliest(text))
    return date_format(earliest(text), _MONTH if len(text) == _MONTH_LENGTH else _DAY)
