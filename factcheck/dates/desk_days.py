"""Years, months and days in the time zone of the desk (``DESK_TIME_ZONE``)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.utils import timezone

from factcheck.dates.partial_dates import earliest, end, from_instant, is_minute


def bounds(date: str) -> tuple[datetime, datetime]:
    """Return the start of a partial date, and the end, which is exclusive, both in UTC."""
    start, after = earliest(date), end(date)
    return (start, after) if is_minute(date) else (_at_the_desk(start), _at_the_desk(after))


def last_minute(date: str) -> str:
    """Return the last minute of a partial date, itself a partial date."""
    return date if is_minute(date) else from_instant(bounds(date)[1] - timedelta(microseconds=1))


def _at_the_desk(midnight: datetime) -> datetime:
    try:
        return midnight.replace(tzinfo=timezone.get_current_timezone()).astimezone(UTC)
    except OverflowError:  # the first or last day that datetime supports
        return midnight
