"""Date-time arguments of commands."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import datetime, timedelta

from factcheck.dates.desk_days import bounds
from factcheck.dates.partial_dates import PartialDateError, from_instant, parse


def instant(text: str) -> datetime:
    """Return a date-time such as 2024-06-12T12:00Z. For a day, month or year, return its last moment in the desk's time zone.

    Raises: ArgumentTypeError, whose message shows the valid forms.
    """
    try:
        date = parse(text)
    except PartialDateError as error:
        raise ArgumentTypeError(str(error)) from error
    if "T" in date:
        # From the text, because a partial date ends at the minute.
        return datetime.fromisoformat(text)
    return bounds(date)[1] - timedelta(microseconds=1)


def last_minute(text: str) -> str:
    """Return the last minute of a date as a partial date.

    Raises: ArgumentTypeError, whose message shows the valid forms.
    """
    return from_instant(instant(text))
