"""The chart of flags raised and cleared per day. Widths are percentages, so that labels keep their size on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import count as counting
from typing import Any, Final, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.queries.desk.trend import DayOfFlags, flag_days
from factcheck.database.limited_counts import MOST_COUNTED, shown_count

#: Height of the highest bar and its top position, in pixels. The space above is for the label of the axis.
PLOT: Final = 160
TOP: Final = 16
#: As fractions of a day's width: the start of its two bars, and their width.
_RAISED_AT, _CLEARED_AT, _WIDE = 0.1, 0.52, 0.38
#: Days between two labels of the axis: four or five labels fit on a phone.
_WORD_EVERY: Final = 7
#: Maximum number of grid lines above zero.
_LINES: Final = 4


class Bar(NamedTuple):
    """A bar. ``x`` and ``width`` are percentages of the chart, ``y`` and ``height`` pixels."""

    x: str
    y: str
    width: str
    height: str


class Day(NamedTuple):
    """A day of the chart and of its table."""

    words: str
    title: str  # the tooltip of the bars
    raised: Bar | None
    cleared: Bar | None
    counts: DayOfFlags
    raised_shown: str
    cleared_shown: str
    raised_url: str
    cleared_url: str


def trend_context(now: datetime) -> dict[str, Any]:
    """Return the chart of the last days, its table and its totals."""
    days = flag_days(now, timezone.get_default_timezone())
    most = max(max(day.raised, day.cleared) for day in days)
    step = step_of(most)
    # Rounded up to a grid line, so that the highest bar stays below the top line.
    highest = -(-most // step) * step
    first, last = days[0].starts_at, days[-1].ends_at
    return {
        "days": [_day(number, day, days, highest) for number, day in enumerate(days)],
        "lines": [(_y(value, highest), str(value)) for value in range(0, highest + 1, step)],
        "words": [(_middle(number, days), date_format(days[number].on, "j M")) for number in _named(days)],
        "raised": (_sum([day.raised for day in days]), _url("raised_at", first, last)),
        "cleared": (_sum([day.cleared for day in days]), _url("cleared_at", first, last)),
        "is_empty": not most,
        "zone": timezone.get_default_timezone_name(),
        "bottom": TOP + PLOT,
        "height": TOP + PLOT + 24,
        "word_at": TOP + PLOT + 17,
    }


def step_of(highest: int) -> int:
    """Return the distance between grid lines: 1, 2 or 5 times a power of ten, so that few lines reach ``highest``."""
    steps = (one * int(10**power) for power in counting() for one in (1, 2, 5))
    return next(step for step in steps if highest <= step * _LINES)


def _sum(counts: Sequence[int]) -> str:
    """Return the sum of limited counts as the page shows it."""
    limited = sum(min(count, MOST_COUNTED) for count in counts)
    return f"{limited:,}+" if max(counts) > MOST_COUNTED else str(limited)


def _named(days: Sequence[DayOfFlags]) -> range:
    """Return the days with a label on the axis: every seventh day, counted back from today."""
    return range((len(days) - 1) % _WORD_EVERY, len(days), _WORD_EVERY)


def _middle(number: int, days: Sequence[DayOfFlags]) -> str:
    return f"{(number + 0.5) * 100 / len(days):.2f}%"


def _y(value: int, highest: int) -> str:
    return f"{TOP + PLOT * (1 - value / highest) if highest else TOP + PLOT:.1f}"


def _bar(number: int, days: Sequence[DayOfFlags], start: float, value: int, highest: int) -> Bar | None:
    if not value:
        return None
    wide = 100 / len(days)
    return Bar(f"{(number + start) * wide:.2f}%", _y(value, highest), f"{_WIDE * wide:.2f}%", f"{PLOT * value / highest:.1f}")


def _day(number: int, day: DayOfFlags, days: Sequence[DayOfFlags], highest: int) -> Day:
    words = date_format(day.on, "j M Y")
    shown = (shown_count(day.raised), shown_count(day.cleared))
    raised = ngettext("%(count)s flag raised", "%(count)s flags raised", day.raised) % {"count": shown[0]}
    cleared = ngettext("%(count)s cleared", "%(count)s cleared", day.cleared) % {"count": shown[1]}
    return Day(
        words,
        _("%(day)s: %(raised)s, %(cleared)s") % {"day": words, "raised": raised, "cleared": cleared},
        _bar(number, days, _RAISED_AT, day.raised, highest),
        _bar(number, days, _CLEARED_AT, day.cleared, highest),
        day,
        *shown,
        _url("raised_at", day.starts_at, day.ends_at),
        _url("cleared_at", day.starts_at, day.ends_at),
    )


def _url(field: str, first: datetime, last: datetime) -> str:
    """Return the URL of the flags, open and cleared, that were raised or cleared in a period."""
    within = {"state": "all", f"{field}__gte": first.isoformat(), f"{field}__lt": last.isoformat()}
    return f"{reverse('admin:claims_flag_changelist')}?{urlencode(within)}"
