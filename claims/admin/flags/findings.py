"""Read-only lists of findings: flags, assessments and standings."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _

from claims.admin.flags.filters import FlagCodeFilter, FlagStateFilter, SeverityFilter, StatusFilter
from claims.admin.help.pages import help_urls
from claims.models import Assessment, Flag, Standing
from claims.models.assessment import severest_first
from claims.queries.claims.admin_lists import sides_of
from claims.runs.report import interval
from claims.vocabulary import Status
from factcheck.desk.admin_theme import ReadOnlyAdmin
from sources.admin.display import CodeFilter, column, date_time, pretty, record_link, tag, words


@admin.register(Flag)
class FlagAdmin(ReadOnlyAdmin):
    list_display = ("about", "claim_link", "reason", "raised_at", "cleared_at", "waived")
    list_filter = (FlagStateFilter, SeverityFilter, FlagCodeFilter)
    # The front page links to flags by waiver, and to those raised or cleared on a day.
    linked_filters = (
        "waived_until__isnull", "waived_until__lte", "waived_until__gt",
        "raised_at__gte", "raised_at__lt", "cleared_at__gte", "cleared_at__lt",
    )  # fmt: skip
    list_select_related = ("claim",)
    search_fields = ("claim__key", "claim__text", "reason")
    # The most severe first, and of these the one that has waited longest: the order of an index of open flags.
    ordering = (severest_first(), "id")
    fields = (
        "about",
        "level_shown",
        "claim_link",
        "reason",
        "records",
        "raised_at",
        "raised_by",
        "cleared_at",
        "cleared_by",
        "waived_at",
        "waived_by",
        "waiver_reason",
        "waived_until",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Flag]:
        found: QuerySet[Flag] = super().get_queryset(request)
        return found.select_related("claim", "raised_by", "cleared_by")

    def get_urls(self) -> list[URLPattern]:
        return [*help_urls(self), *super().get_urls()]

    @column(_("flag"), order="code")
    def about(self, flag: Flag) -> str:
        return tag(flag.code, flag.severity)

    @column(_("claim"), order="claim__key")
    def claim_link(self, flag: Flag) -> str:
        return record_link(flag.claim)

    @column(_("level"))
    def level_shown(self, flag: Flag) -> str:
        return words(flag.level) or "–"

    @column(_("waived until"), order="waived_until")
    def waived(self, flag: Flag) -> str:
        return date_time(flag.waived_until) or "–"

    @column(_("based on"))
    def records(self, flag: Flag) -> str:
        return ", ".join(f"{words(kind)} {key}" for kind, key in flag.culprits) or "–"


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyAdmin):
    list_display = ("at", "claim_link", "standing", "support", "denial", "explanation", "policy_version")
    list_filter = (("status", CodeFilter.of(Status)),)
    list_select_related = ("claim",)
    search_fields = ("claim__key", "claim__text")
    ordering = ("-id",)
    fields = (
        "at",
        "claim_link",
        "standing",
        "explanation",
        "support",
        "denial",
        "result_shown",
        "policy_version",
        "facts_digest",
        "findings_digest",
        "due_at",
    )

    @column(_("claim"), order="claim__key")
    def claim_link(self, row: Assessment) -> str:
        return record_link(row.claim)

    @column(_("status"), order="status")
    def standing(self, row: Assessment) -> str:
        return tag(row.status, row.status)

    @column(_("support"))
    def support(self, row: Assessment) -> str:
        return side_interval(row.result, 0)

    @column(_("denial"))
    def denial(self, row: Assessment) -> str:
        return side_interval(row.result, 1)

    @column(_("result"))
    def result_shown(self, row: Assessment) -> str:
        return pretty(row.result)


@admin.register(Standing)
class StandingAdmin(ReadOnlyAdmin):
    list_display = ("claim_link", "shown", "marked_at", "due_at", "policy_version", "error")
    list_filter = (StatusFilter, ("marked_at", admin.EmptyFieldListFilter), ("error", admin.EmptyFieldListFilter))
    list_select_related = ("claim",)
    search_fields = ("claim__key", "claim__text")
    ordering = ("-claim",)
    fields = ("claim_link", "shown", "assessment", "marked_at", "due_at", "policy_version", "error", "facts_digest")

    @column(_("claim"), order="claim__key")
    def claim_link(self, row: Standing) -> str:
        return record_link(row.claim)

    @column(_("status"), order="status")
    def shown(self, row: Standing) -> str:
        return tag(row.status, row.status)


def side_interval(result: dict[str, Any] | None, side: int) -> str:
    """Return the interval of independent origins on one side (0 support, 1 denial) of an assessment's result."""
    sides = sides_of(result)
    return "–" if sides is None else interval(sides[side])
