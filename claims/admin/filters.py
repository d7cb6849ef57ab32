"""The filters beside the lists of findings. Those of claims are in ``claims.admin.claim_filters``."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest

from claims.policy.assess import RULES
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


class FlagCodeFilter(WordFilter):
    title, parameter_name, lookup = "flag", "code", "code"
    words = tuple(rule.code for rule in RULES)


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
