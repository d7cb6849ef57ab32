"""Records that only operations and jobs write: corrections and the audit of sources. They are read-only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, Value
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from factcheck.desk.admin_theme import ReadOnlyAdmin
from factcheck.desk.people import actor_name
from sources.admin.display import CodeFilter, column, pretty, record_link, words
from sources.models import Correction, SourceChange
from sources.queries.approvers import APPROVE
from sources.queries.ledger import hidden_values
from sources.queries.reading import Shown


@admin.register(SourceChange)
class SourceChangeAdmin(ReadOnlyAdmin):
    list_display = ("at", "source_link", "done", "actor_shown", "reason_shown", "applied_at")
    list_filter = (("action", CodeFilter), ("applied_at", admin.EmptyFieldListFilter))
    list_select_related = ("source",)
    search_fields = ("source__key", "source__name")
    ordering = ("-id",)
    fields = ("source_link", "done", "at", "actor_shown", "reason_shown", "before", "after", "applied_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[SourceChange]:
        """Return changes, annotated with whether the user may see approvals."""
        changes: QuerySet[SourceChange] = super().get_queryset(request)
        return changes.annotate(shows_approval=Value(request.user.has_perm(APPROVE)))

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """Search by actor too, if the user may see who approved a source."""
        # Otherwise a search by user name would reveal who approved a source.
        return (*self.search_fields, *(("actor",) if request.user.has_perm(APPROVE) else ()))

    @column(_("actor"))
    def actor_shown(self, row: Any) -> str:
        return visible_actor(row, shows_approval=row.shows_approval)

    @column(_("reason"))
    def reason_shown(self, row: Any) -> str:
        return visible_reason(row, shows_approval=row.shows_approval)

    @column(_("source"), order="source__name")
    def source_link(self, row: SourceChange) -> str:
        return record_link(row.source)

    @column(_("action"), order="action")
    def done(self, row: SourceChange) -> str:
        return words(row.action)

    @column(_("before"))
    def before(self, row: Any) -> str:
        return pretty(_shown(row, row.old))

    @column(_("after"))
    def after(self, row: Any) -> str:
        return pretty(_shown(row, row.new))


def visible_actor(row: SourceChange, *, shows_approval: bool) -> str:
    """Return who made a change, or an empty text if that reveals an approval that the user may not see."""
    return "" if "actor" in _hidden(row, shows_approval=shows_approval) else actor_name(row.actor)


def visible_reason(row: SourceChange, *, shows_approval: bool) -> str:
    """Return the reason of a change, or an empty text if it reveals an approval that the user may not see."""
    return "" if "reason" in _hidden(row, shows_approval=shows_approval) else row.reason


def _shown(row: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    hidden = _hidden(row, shows_approval=row.shows_approval)
    return {name: value for name, value in values.items() if name not in hidden}


def _hidden(row: SourceChange, *, shows_approval: bool) -> frozenset[str]:
    return hidden_values({"old": row.old, "new": row.new}, Shown(approval=shows_approval, grader=True))


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    list_display = ("document_link", "note", "said_at", "recorded_by", "recorded_at")
    list_select_related = ("document",)
    search_fields = ("document__key", "document__title", "note")
    ordering = ("-id",)
    fields = ("document_link", "note", "said_at", "recorded_by", "recorded_at")

    @column(_("document"), order="document__title")
    def document_link(self, row: Correction) -> str:
        return record_link(row.document)
