"""The filters of the lists of findings. ``claims.admin.claim_list.filters`` has those of claims."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from claims.policy.assess import CODES
from claims.vocabulary import Severity, Status
from factcheck.desk.labels import label

Lookups = list[tuple[str, Any]]


class WordFilter(SimpleListFilter):
    """A filter on a column with a fixed set of codes."""

    words: tuple[str, ...] = ()
    lookup = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:  # noqa: ARG002
        return [(word, label(word)) for word in self.words]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:  # noqa: ARG002
        value = self.value()
        # An unknown value is ignored, because anybody can type into the URL.
        return queryset.filter(**{self.lookup: value}) if value in self.words else queryset


class SeverityFilter(WordFilter):
    title, parameter_name, lookup, words = _("severity"), "severity", "severity", Severity.words()


class StatusFilter(WordFilter):
    title, parameter_name, lookup, words = _("status"), "status", "status", Status.words()


class FlagCodeFilter(WordFilter):
    title, parameter_name, lookup, words = _("flag"), "code", "code", CODES


class FlagStateFilter(SimpleListFilter):
    """A filter for the state of flags. It shows open flags by default, because cleared ones are history."""

    title, parameter_name = _("state"), "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Lookups:  # noqa: ARG002
        return [("cleared", _("cleared")), ("all", _("open and cleared"))]

    def choices(self, changelist: Any) -> Any:
        # Django calls the choice without a value "All", but here it means open flags.
        first, *rest = super().choices(changelist)
        return [{**first, "display": _("open")}, *rest]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:  # noqa: ARG002
        if self.value() == "all":
            return queryset
        return queryset.filter(cleared_at__isnull=self.value() != "cleared")
