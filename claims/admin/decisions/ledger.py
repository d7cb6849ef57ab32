"""The ledger of decisions. A decision is withdrawn by striking it out."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from claims.admin.claims.strikes import StrikeableAdmin
from claims.admin.decisions.panel import about, decision_line
from claims.admin.decisions.words import KINDS
from claims.models import Decision
from claims.operations.decisions.ledger import UNDONE_ELSEWHERE
from sources.admin.display import column, record_link, words
from sources.admin.pages import record_or_404


@admin.register(Decision)
class DecisionAdmin(StrikeableAdmin):
    list_display = ("kind_shown", "claim_link", "linked", "reason", "actor", "recorded_at", "struck_at")
    list_filter = ("kind", ("struck_at", admin.EmptyFieldListFilter))
    linked_filters = ("claim__id__exact",)  # the page of a claim
    search_fields = ("claim__key", "source__name", "actor", "reason")
    ordering = ("-id",)
    fields = (
        "kind_shown", "claim_link", "linked", "settles", "outcome_shown", "happened_at", "answer_by", "reason", "actor",
        "recorded_at", "struck_at", "struck_by", "struck_reason",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        found: QuerySet[Decision] = super().get_queryset(request)
        return found.select_related("claim", "attribution__source", "source", "other_claim", "document")

    @column(_("kind"), order="kind")
    def kind_shown(self, row: Decision) -> str:
        return str(KINDS.get(row.kind, words(row.kind)))

    @column(_("claim"), order="claim__key")
    def claim_link(self, row: Decision) -> str:
        return record_link(row.claim)

    @column(_("linked"))
    def linked(self, row: Decision) -> str:
        return format_html_join(" ", "{}", ((record,) for record in decision_line(row, may_strike=False).records)) or "–"

    @column(_("outcome"), order="outcome")
    def outcome_shown(self, row: Decision) -> str:
        return words(row.outcome) if row.outcome else "–"

    @column(_("about"))
    def settles(self, row: Decision) -> str:
        return about(row) or "–"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = record_or_404(self, request, object_id)
        # Merges, splits and verdicts are undone by actions of their own, which also restore what the decision changed.
        kept = {"strike_url": ""} if row.kind in UNDONE_ELSEWHERE else {}
        return super().change_view(request, object_id, form_url, {**kept, **(extra_context or {})})
