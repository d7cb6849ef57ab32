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

#: Days of the trend: in a month the effect of a changed rule or a downgraded source shows (a guess).
TREND_DAYS: Final = 30
#: The number for flags raised before the days counted, or not cleared.
_OUTSIDE: Final = -1


class DayOfFlags(NamedTuple):
    """One day of the desk, from midnight to midnight in its time zone: 23 or 25 hours long when the clocks change."""

    on: date
    starts_at: datetime
    ends_at: datetime
    raised: int
    cleared: int


def flag_days(now: datetime, zone: tzinfo, days: int = TREND_DAYS) -> list[DayOfFlags]:
    """Return the flags raised and cleared on each of the last ``days`` days, ending today, in one query."""
    today = now.astimezone(zone).date()
    dates = [today - timedelta(days=back) for back in range(days - 1, -2, -1)]  # … and tomorrow, which ends today
    midnights = [datetime.combine(on, time.min, tzinfo=zone) for on in dates]
    raised, cleared = _count(midnights)
    return [
        DayOfFlags(on, starts_at, ends_at, raised[number], cleared[number])
        for number, (on, (starts_at, ends_at)) in enumerate(zip(dates, pairwise(midnights), strict=False))
    ]


def _count(midnights: Sequence[datetime]) -> tuple[Counter[int], Counter[int]]:
    """Return how many flags were raised, and how many cleared, by the number of the day.

    A flag raised on these days is open now or was cleared on them, so two ranges of two partial indexes cover all.
    """
    first, last = midnights[0], midnights[-1]
    raised_on, cleared_on = _day("raised_at", midnights[:-1]), _day("cleared_at", midnights[:-1])
    # Every severity by name, because the index starts with it.
    still_open = Flag.objects.filter(cleared_at=None, severity__in=Severity.words(), raised_at__gte=first, raised_at__lt=last)
    closed = Flag.objects.filter(cleared_at__gte=first, cleared_at__lt=last)
    outside = Value(_OUTSIDE, output_field=IntegerField())
    opened = still_open.order_by().values(raised=raised_on, cleared=outside).annotate(n=Count("*"))
    rows = opened.union(closed.order_by().values(raised=raised_on, cleared=cleared_on).annotate(n=Count("*")), all=True)
    raised: Counter[int] = Counter()
    cleared: Counter[int] = Counter()
    for row in rows:
        raised[row["raised"]] += row["n"]
        cleared[row["cleared"]] += row["n"]
    return raised, cleared


def _day(field: str, midnights: Sequence[datetime]) -> Case:
    """Return the number of the day on which ``field`` falls.

    Comparing with midnights computed here is several times faster than a database's time zone functions, above all on SQLite.
    """
    whens = [When(**{f"{field}__gte": at}, then=Value(number)) for number, at in reversed(list(enumerate(midnights)))]
    return Case(*whens, default=Value(_OUTSIDE), output_field=IntegerField())
