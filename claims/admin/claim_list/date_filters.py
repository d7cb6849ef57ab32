"""The filters of the list of claims by when something was said, recorded or flagged."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from claims.admin.claim_list.filter_base import ClaimFilter
from claims.admin.claim_list.filter_dates import instant_of, midnight, midnight_after
from claims.queries.claims import filters as conditions
from claims.queries.claims.change_list import Offered
from factcheck.dates.partial_dates import PartialDateError, parse

_DAY_LENGTH = len("2024-06-10")


class SaidFilter(ClaimFilter):
    title, parameter_name, control = gettext_lazy("said in"), "said", "text"
    help_text = gettext_lazy("2024, 2024-06 or 2024-06-10: any attribution that still counts.")

    def condition(self, value: str) -> Q | None:
        try:
            return conditions.said_in(parse(value)) if len(value) <= _DAY_LENGTH else None
        except PartialDateError:
            return None


class _RecordedFilter(ClaimFilter):
    control = "date"

    def condition(self, value: str) -> Q | None:
        day = midnight(value)
        return self.bounded(day) if day else None

    def bounded(self, day: datetime) -> Q:
        raise NotImplementedError


class RecordedFromFilter(_RecordedFilter):
    title, parameter_name = gettext_lazy("recorded from"), "recorded_from"

    def bounded(self, day: datetime) -> Q:
        return conditions.recorded_between(day, None)


class RecordedUntilFilter(_RecordedFilter):
    title, parameter_name = gettext_lazy("recorded until"), "recorded_until"

    def bounded(self, day: datetime) -> Q:
        return conditions.recorded_between(None, midnight_after(day))


class FlaggedSinceFilter(ClaimFilter):
    """For links alone: "what is new since your last visit"."""

    title, parameter_name, control = gettext_lazy("flagged since"), "flagged_since", "hidden"

    def condition(self, value: str) -> Q | None:
        instant = instant_of(value)
        return conditions.flagged_since(instant, timezone.now()) if instant else None

    def told(self, value: str, offered: Offered) -> str:  # noqa: ARG002
        instant = instant_of(value)
        return f"{timezone.localtime(instant):%d %b %Y %H:%M}" if instant else value
