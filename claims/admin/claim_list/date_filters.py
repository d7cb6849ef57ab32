"""The filters of the list of claims by when something was said, recorded or flagged."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from claims.admin.claim_list.filter_base import ClaimFilter
from claims.queries.claims import filters as conditions
from claims.queries.claims.change_list import Offered
from factcheck.dates.desk_days import bounds
from factcheck.dates.partial_dates import PartialDateError, parse

_DAY_LENGTH = len("2024-06-10")


def _date(value: str) -> str:
    """Return the year, month or day that an address names; nothing for anything else."""
    try:
        return parse(value) if len(value) <= _DAY_LENGTH else ""
    except PartialDateError:
        return ""


def _instant(value: str) -> datetime | None:
    """Return the instant that ISO 8601 text means, in the desk's zone where it names none."""
    try:
        found = datetime.fromisoformat(value.replace(" ", "+") if "T" in value else value)  # "+" comes as a space
        instant = timezone.make_aware(found) if timezone.is_naive(found) else found
        timezone.localtime(instant)
    except (ValueError, OverflowError):
        return None
    return instant


class SaidFilter(ClaimFilter):
    title, parameter_name, control = gettext_lazy("said in"), "said", "text"
    help_text = gettext_lazy("2024, 2024-06 or 2024-06-10: any attribution that still counts.")

    def condition(self, value: str) -> Q | None:
        date = _date(value)
        return conditions.said_in(date) if date else None


class _RecordedFilter(ClaimFilter):
    control = "date"

    def condition(self, value: str) -> Q | None:
        date = _date(value)
        return self.bounded(*bounds(date)) if len(date) == _DAY_LENGTH else None

    def bounded(self, start: datetime, after: datetime) -> Q:
        raise NotImplementedError


class RecordedFromFilter(_RecordedFilter):
    title, parameter_name = gettext_lazy("recorded from"), "recorded_from"

    def bounded(self, start: datetime, after: datetime) -> Q:  # noqa: ARG002
        return conditions.recorded_between(start, None)


class RecordedUntilFilter(_RecordedFilter):
    title, parameter_name = gettext_lazy("recorded until"), "recorded_until"

    def bounded(self, start: datetime, after: datetime) -> Q:  # noqa: ARG002
        return conditions.recorded_between(None, after)


class FlaggedSinceFilter(ClaimFilter):
    """For links alone: "what is new since your last visit"."""

    title, parameter_name, control = gettext_lazy("flagged since"), "flagged_since", "hidden"

    def condition(self, value: str) -> Q | None:
        instant = _instant(value)
        return conditions.flagged_since(instant, timezone.now()) if instant else None

    def told(self, value: str, offered: Offered) -> str:  # noqa: ARG002
        instant = _instant(value)
        return f"{timezone.localtime(instant):%d %b %Y %H:%M}" if instant else value
