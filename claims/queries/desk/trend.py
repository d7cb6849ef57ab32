"""How many flags were raised and cleared on each of the last days, for the desk's front page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import Final, NamedTuple

from django.db.models import Case, Count, IntegerField, Value, When

from claims.models import Flag
from claims.vocabulary import Severity
from factcheck.database.limited_counts import MOST_COUNTED, limited_counts

#: Days of the trend: in a month the effect of a changed rule or a downgraded source shows (a guess).
TREND_DAYS: Final = 30
#: The number for flags raised before the days counted.
_OUTSIDE: Final = -1


class DayOfFlags(NamedTuple):
    """One day of the desk, from midnight to midnight in its time zone: 23 or 25 hours long when the clocks change.

    ``raised`` and ``cleared`` are limited counts.
    """

    on: date
    starts_at: datetime
    ends_at: datetime
    raised: int
    cleared: int


def flag_days(now: datetime, zone: tzinfo, days: int = TREND_DAYS) -> list[DayOfFlags]:
    """Return the flags raised and cleared on each of the last ``days`` days, ending today, in two queries."""
    today = now.astimezone(zone).date()
    dates = [today - timedelta(days=back) for back in range(days - 1, -2, -1)]  # … and tomorrow, which ends today
    midnights = [datetime.combine(on, time.min, tzinfo=zone) for on in dates]
    days_of = list(pairwise(midnights))
    still_open = _still_open(days_of)
    raised, cleared = _closed(midnights)
    return [
        DayOfFlags(on, *day, _limited(still_open[number] + raised[number]), _limited(cleared[number]))
        for number, (on, day) in enumerate(zip(dates, days_of, strict=False))
    ]


def _limited(count: int) -> int:
    return min(count, MOST_COUNTED + 1)


def _still_open(days: Sequence[tuple[datetime, datetime]]) -> list[int]:
    """Return how many flags that are open now were raised on each of the days: after a sweep, most flags of the desk."""
    # Every severity by name, because the index starts with it.
    flags = Flag.objects.filter(cleared_at=None, severity__in=Severity.words())
    return limited_counts(*(flags.filter(raised_at__gte=starts_at, raised_at__lt=ends_at) for starts_at, ends_at in days))


def _closed(midnights: Sequence[datetime]) -> tuple[Counter[int], Counter[int]]:
    """Return how many of the flags cleared on these days were raised, and how many cleared, by the number of the day."""
    raised_on, cleared_on = _day("raised_at", midnights[:-1]), _day("cleared_at", midnights[:-1])
    closed = Flag.objects.filter(cleared_at__gte=midnights[0], cleared_at__lt=midnights[-1]).order_by()
    raised: Counter[int] = Counter()
    cleared: Counter[int] = Counter()
    for raised_day, cleared_day, count in closed.values_list(raised_on, cleared_on).annotate(n=Count("*")):
        raised[raised_day] += count
        cleared[cleared_day] += count
    return raised, cleared


def _day(field: str, midnights: Sequence[datetime]) -> Case:
    """Return the number of the day on which ``field`` falls.

    Comparing with midnights computed here is several times faster than a database's time zone functions, above all on SQLite.
    """
    whens = [When(**{f"{field}__gte": at}, then=Value(number)) for number, at in reversed(list(enumerate(midnights)))]
    return Case(*whens, default=Value(_OUTSIDE), output_field=IntegerField())
