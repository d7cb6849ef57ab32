"""The filters of the list of claims: what each is called and offers, and the condition that it stands for.

What an address holds that a filter does not understand narrows nothing, and the list says so.
"""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.claim_list.date_filters import FlaggedSinceFilter, RecordedFromFilter, RecordedUntilFilter, SaidFilter
from claims.admin.claim_list.filter_base import ClaimFilter, Options, WordFilter, YesFilter
from claims.claim_fields import ClaimField, Kind, fields
from claims.policy.assess import RULES
from claims.queries.claims import filters as conditions
from claims.queries.claims.change_list import Offered
from claims.queries.merges.retired import going_on
from claims.queries.verdicts.read import sees_drafts
from claims.vocabulary import Severity, Stage, Status
from factcheck.desk.labels import translated

_ID = re.compile(r"[0-9]{1,18}", re.ASCII)
_AT_LEAST = re.compile(r"min-([0-9]{1,3})", re.ASCII)
#: The numbers of origins that one may ask for as a minimum; the address takes others too.
_MINIMA = range(1, 6)


class StatusFilter(WordFilter):
    title, parameter_name, words = gettext_lazy("status"), "status", Status.words()

    def holds(self, value: str) -> Q:
        return Q(standing__status=value)


class FlagFilter(WordFilter):
    title, parameter_name = gettext_lazy("open flag"), "flag"
    words = tuple(sorted(rule.code for rule in RULES))

    def holds(self, value: str) -> Q:
        return conditions.with_open_flag(value)


class SeverityFilter(WordFilter):
    title, parameter_name, words = gettext_lazy("severity of its flags"), "severity", Severity.words()

    def holds(self, value: str) -> Q:
        return conditions.with_severity(value, timezone.now())


class StageFilter(WordFilter):
    title, parameter_name, words = gettext_lazy("stage"), "stage", Stage.words()

    def holds(self, value: str) -> Q:
        return Q(stage=value)


class StaleFilter(YesFilter):
    title, parameter_name = gettext_lazy("stale"), "stale"

    def holds(self) -> Q:
        return conditions.stale(timezone.now())


class DueFilter(YesFilter):
    title, parameter_name = gettext_lazy("due for verification"), "due"

    def holds(self) -> Q:
        return conditions.due(timezone.now())


class WaivedFilter(ClaimFilter):
    title, parameter_name = gettext_lazy("waived flags"), "waived"

    def options(self, offered: Offered) -> Options:  # noqa: ARG002
        return [("yes", _("some")), ("no", _("none"))]

    def condition(self, value: str) -> Q | None:
        # Beside a flag it is about that flag: "stale, and waived" means that this very flag is.
        flag = self.request.GET.get(FlagFilter.parameter_name, "")
        wanted = conditions.with_waiver(timezone.now(), flag if flag in FlagFilter.words else "")
        return {"yes": wanted, "no": ~wanted}.get(value)


class VerdictFilter(ClaimFilter):
    """Which verdict a claim has; of drafts, who neither drafts nor reviews is told nothing."""

    title, parameter_name = gettext_lazy("verdict"), "verdict"

    def options(self, offered: Offered) -> Options:  # noqa: ARG002
        told = [("none", _("none"))] if self._edits() else []
        told += [("published", _("published")), ("outdated", _("published and outdated"))]
        if self._edits():
            told += [("draft", _("draft")), ("review", _("in review"))]
            told += [("my-review", _("waits for my review")), ("returned", _("returned to me with comments"))]
        return told

    def condition(self, value: str) -> Q | None:
        if value == "published":
            return conditions.with_verdict()
        if value == "outdated":
            return conditions.with_open_flag("verdict_outdated")
        return self._of_drafts(value) if self._edits() else None

    def _of_drafts(self, value: str) -> Q | None:
        person: Any = self.request.user
        match value:
            case "none":
                return conditions.without_verdict()
            case "draft":
                return conditions.with_draft()
            case "review":
                return conditions.with_review()
            case "my-review":
                return conditions.for_review_by(person)
            case "returned":
                return conditions.with_draft_returned_to(person)
        return None

    def _edits(self) -> bool:
        return sees_drafts(self.request.user)


class PublicFilter(ClaimFilter):
    title, parameter_name = gettext_lazy("public"), "public__exact"

    def options(self, offered: Offered) -> Options:  # noqa: ARG002
        return [("1", _("yes")), ("0", _("no"))]

    def condition(self, value: str) -> Q | None:
        return Q(public=value == "1") if value in ("0", "1") else None


class TopicFilter(ClaimFilter):
    title, parameter_name, control, suggests = gettext_lazy("topic"), "topic", "text", True

    def options(self, offered: Offered) -> Options:
        return [(topic, topic) for topic in offered.topics]

    def condition(self, value: str) -> Q | None:
        return None if "\x00" in value else conditions.filed_under(value)


class ValueFilter(ClaimFilter):
    """A filter on one column of a claim, by its value."""

    column: ClaimField

    def options(self, offered: Offered) -> Options:
        values = [(value, value) for value in offered.values[self.column.name]]
        return values if self.suggests else [(conditions.NONE, _("not given")), *values]

    def condition(self, value: str) -> Q | None:
        return None if "\x00" in value else conditions.with_value(self.column, value)


def _value_filter(column: ClaimField) -> type[ClaimFilter]:
    """Return the filter of a column: free text is typed, with what is on record proposed; other values are chosen."""
    shown = {"title": translated(column.label), "parameter_name": column.name, "column": column}
    if column.kind is Kind.LINE:
        typed = gettext_lazy("As it is recorded; “none”: where it is not given.")
        shown |= {"control": "text", "suggests": True, "longest": column.most, "help_text": typed}
    return type(f"{column.name}_filter", (ValueFilter,), shown)


VALUE_FILTERS = tuple(_value_filter(column) for column in fields() if column.is_filtered_by_value)


class AssigneeFilter(ClaimFilter):
    title, parameter_name = gettext_lazy("assignee"), "assignee"

    def options(self, offered: Offered) -> Options:
        return [("me", _("me")), ("none", _("nobody")), *((str(pk), name) for pk, name in offered.people)]

    def condition(self, value: str) -> Q | None:
        if value == "none":
            return Q(assignee=None)
        chosen = str(self.request.user.pk) if value == "me" else value
        return Q(assignee=int(chosen)) if _ID.fullmatch(chosen) else None


class SourceFilter(ClaimFilter):
    title, parameter_name, control = gettext_lazy("source"), "source", "source"

    def condition(self, value: str) -> Q | None:
        return conditions.of_source(int(value)) if _ID.fullmatch(value) else None

    def told(self, value: str, offered: Offered) -> str:
        return offered.sources.get(int(value), value) if _ID.fullmatch(value) else value


class FamilyFilter(SourceFilter):
    title, parameter_name = gettext_lazy("any source of the family of"), "family"

    def condition(self, value: str) -> Q | None:
        return conditions.of_family(int(value)) if _ID.fullmatch(value) else None


class OriginsFilter(ClaimFilter):
    title, parameter_name = gettext_lazy("independent origins"), "origins"

    def options(self, offered: Offered) -> Options:  # noqa: ARG002
        return [("none", _("none")), ("one", _("exactly one")), *((f"min-{n}", _at_least(n)) for n in _MINIMA)]

    def condition(self, value: str) -> Q | None:
        if number := _AT_LEAST.fullmatch(value):
            return conditions.at_least(int(number[1]))
        found = {"none": conditions.no_origin, "one": conditions.one_origin}.get(value)
        return found() if found else None

    def told(self, value: str, offered: Offered) -> str:
        number = _AT_LEAST.fullmatch(value)
        return _at_least(int(number[1])) if number else super().told(value, offered)


def _at_least(number: int) -> str:
    return _("at least %(number)s") % {"number": number}


class RetiredFilter(ClaimFilter):
    """Claims that go on elsewhere, or not at all, are no work: they are listed only where somebody asks for them."""

    title, parameter_name = gettext_lazy("merged, split or deleted"), "retired"

    def options(self, offered: Offered) -> Options:  # noqa: ARG002
        return [("merged", _("merged")), ("split", _("split")), ("deleted", _("deleted")), ("any", _("these too"))]

    def condition(self, value: str) -> Q | None:
        return conditions.retired(value)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        found = super().queryset(request, queryset)
        return found if self.value() and not self.not_understood else found.filter(going_on())


class ViewFilter(ClaimFilter):
    """Which saved view the list was opened with; it narrows nothing by itself."""

    title, parameter_name, control = gettext_lazy("view"), "view", "hidden"

    def condition(self, value: str) -> Q:  # noqa: ARG002
        return Q()


CLAIM_FILTERS: tuple[type[ClaimFilter], ...] = (
    StatusFilter,
    FlagFilter,
    SeverityFilter,
    OriginsFilter,
    TopicFilter,
    SourceFilter,
    FamilyFilter,
    AssigneeFilter,
    StageFilter,
    *VALUE_FILTERS,
    SaidFilter,
    RecordedFromFilter,
    RecordedUntilFilter,
    StaleFilter,
    DueFilter,
    WaivedFilter,
    VerdictFilter,
    PublicFilter,
    RetiredFilter,
    FlaggedSinceFilter,
    ViewFilter,
)
