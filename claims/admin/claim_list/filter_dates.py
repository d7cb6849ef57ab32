"""The days and instants that an address of the list of claims names, in the desk's zone."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

_DAY_LENGTH = len("2024-06-10")


def midnight(value: str) -> datetime | None:
    """Return the first instant of a day in the desk's zone, or None for what is no day."""
    try:
        day = datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 - a day of the desk's calendar
        return timezone.make_aware(datetime.combine(day, time.min)) if len(value) == _DAY_LENGTH else None
    except (ValueError, OverflowError):
        return None


def midnight_after(day: datetime) -> datetime | None:
    """Return the first instant of the day after, or None where the calendar ends."""
    try:
        return timezone.make_aware(timezone.make_naive(day) + timedelta(days=1))
    except (ValueError, OverflowError):
        return None


def instant_of(value: str) -> datetime | None:
    """Return the instant that ISO 8601 text means, in the desk's zone where it names none."""
    try:
        found = datetime.fromisoformat(value.replace(" ", "+") if "T" in value else value)  # "+" comes as a space
        instant = timezone.make_aware(found) if timezone.is_naive(found) else found
        timezone.localtime(instant)
    except (ValueError, OverflowError):
        return None
    return instant
