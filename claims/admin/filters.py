"""The filters beside the lists."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest

from claims.models import Claim
from claims.policy.assess import RULES
from claims.queries.admin_lists import assignees, topics_in_use
from claims.vocabulary import SEVERITIES, STATUSES

STAGES = ("new", "checking", "checked", "dropped")
Lookups = list[tuple[str, str]]


class WordFilter(SimpleListFilter):
    """A filter on one column, over words that are known beforehand."""

    words: tuple[str, ...] = ()
    lookup = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:  # noqa: ARG002
        return [(word, word.replace("_", " ")) for word in self.words]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:  # noqa: ARG002
        value = self.value()
        return queryset.filter(**{self.lookup: value}) if value in self.words else queryset


class SeverityFilter(WordFilter):
    title, parameter_name, lookup, words = "severity", "severity", "severity", SEVERITIES


class StatusFilter(WordFilter):
    title, parameter_name, lookup, words = "status", "status", "status", STATUSES


class ClaimStatusFilter(StatusFilter):
    lookup = "standing__status"


class StageFilter(WordFilter):
    title, parameter_name, lookup, words = "stage", "stage", "stage", STAGES


class FlagCodeFilter(WordFilter):
    title, parameter_name, lookup = "flag", "code", "code"
    words = tuple(rule.code for rule in RULES)


class OpenFlagFilter(FlagCodeFilter):
    """Claims on which a flag is open."""

    title, parameter_name = "open flag", "flag"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim]:  # noqa: ARG002
        value = self.value()
        # One condition for both, or Django would join twice and find a cleared flag beside another open one.
        return queryset.filter(flags__code=value, flags__cleared_at=None) if value in self.words else queryset


class FlagStateFilter(SimpleListFilter):
    """Open flags unless asked otherwise: what was cleared is history."""

    title, parameter_name = "state", "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:  # noqa: ARG002
        return [("cleared", "cleared"), ("all", "open and cleared")]

    def choices(self, changelist: Any) -> Any:
        first, *rest = super().choices(changelist)
        return [{**first, "display": "open"}, *rest]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:  # noqa: ARG002
        if self.value() == "all":
            return queryset
        return queryset.filter(cleared_at__isnull=self.value() != "cleared")


class TopicFilter(SimpleListFilter):
    title, parameter_name = "topic", "topic"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:  # noqa: ARG002
        return [(topic, topic) for topic in topics_in_use()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim]:  # noqa: ARG002
        return queryset.filter(topics__topic=self.value()) if self.value() else queryset


class AssigneeFilter(SimpleListFilter):
    title, parameter_name = "assignee", "assignee"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:  # noqa: ARG002
        return [("none", "nobody"), *((str(pk), name) for pk, name in assignees())]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Claim]) -> QuerySet[Claim]:  # noqa: ARG002
        value = self.value()
        if value == "none":
            return queryset.filter(assignee=None)
        return queryset.filter(assignee=int(value)) if value and value.isdecimal() else queryset
