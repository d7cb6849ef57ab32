"""Partial dates, whose precision is part of the value, because news says "Monday", "in September" and "2017".

A partial date is ISO 8601 text, and its length is its precision: ``2024``, ``2024-06``, ``2024-06-10`` or
``2024-06-10T14:30Z``. Years, months and days are in the desk's time zone; minutes are UTC. Text of this form sorts by
its earliest possible time, and two such texts overlap if the shorter is a prefix of the longer.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

# ASCII only, as ``\d`` matches digits of all scripts, and stored dates are compared as text.
_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?)?)?", re.ASCII)
_LAST_YEAR = 9999
_LAST_INSTANT = datetime(_LAST_YEAR, 12, 31, 23, 59, 59, tzinfo=UTC)
_LAST_MONTH = datetime(_LAST_YEAR, 12, 1, tzinfo=UTC)
_DAY = len("2024-06-10")
#: A calendar day in any time zone lies within one day of the same date in UTC.
_ZONE_SLACK = timedelta(days=1)


class PartialDateError(ValueError):
    """The text is not a year, month, day or minute. The message shows the valid forms."""


def parse(text: str) -> str:
    """Return ``text`` as a partial date in its stored form (minutes in UTC, without seconds).

    Raises: PartialDateError.
    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise PartialDateError(
            f"{text!r} is not a date: write 2024, 2024-06, 2024-06-10 or 2024-06-10T14:30Z (a time needs Z or an offset)"
        )
    year, month, day, hour = (found[group] for group in (1, 2, 3, 4))
    try:
        date(int(year), int(month or 1), int(day or 1))
        return text if hour is None else from_instant(datetime.fromisoformat(text))
    except (ValueError, OverflowError) as error:
        raise PartialDateError(f"{text!r} is not a date of the calendar: {error}") from error


def from_instant(instant: datetime) -> str:
    """Return the minute of an aware ``instant`` as a partial date."""
    return f"{instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='minutes')}Z"


def earliest(text: str) -> datetime:
    """Return the earliest time that the partial date ``text`` may mean."""
    if len(text) > _DAY:
        return datetime.fromisoformat(text)
    return datetime.fromisoformat((text + "-01-01")[:_DAY]).replace(tzinfo=UTC)


def end(text: str) -> datetime:
    """Return the time just after the latest one that the partial date ``text`` may mean."""
    start = earliest(text)
    match len(text):
        case 4:
            return start.replace(year=start.year + 1) if start.year < _LAST_YEAR else _LAST_INSTANT
        case 7:
            # Four days after the 28th are in the next month, however long this one is.
            return _plus(start.replace(day=28), timedelta(days=4)).replace(day=1) if start < _LAST_MONTH else _LAST_INSTANT
        case 10:
            return _plus(start, timedelta(days=1))
        case _:
            return _plus(start, timedelta(minutes=1))


def _plus(start: datetime, length: timedelta) -> datetime:
    return start + length if start < _LAST_MONTH else _LAST_INSTANT


def is_minute(text: str) -> bool:
    """Return whether a partial date is a minute, and not a calendar day, month or year."""
    return len(text) > _DAY


def certainly_after(later: str, sooner: str) -> bool:
    """Return whether ``later`` is after ``sooner`` for all times that the two may mean.

    A calendar date and a minute are compared with a day of slack, because the date's time zone is unknown.
    """
    shared = min(len(later), len(sooner))
    if later[:shared] <= sooner[:shared]:
        return False
    if (len(later) > _DAY) != (len(sooner) > _DAY):
        return earliest(later[:_DAY]) - end(sooner[:_DAY]) >= _ZONE_SLACK
    return True
