"""Read-only lists of verdicts. They are drafted, reviewed and published on the page of their claim.

Only users who draft or review see drafts and comments. Others see verdicts that are or were published.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from claims.admin.verdicts.panel import state_tag, word_tag
from claims.models import Verdict, VerdictEvidence, VerdictNote
from claims.queries.verdicts.read import published_once, sees_drafts
from factcheck.desk.admin_theme import ReadOnlyAdmin
from sources.admin.display import CodeFilter, column, record_link, with_key, words


def _shown(request: HttpRequest, rows: QuerySet[Any], state: str) -> QuerySet[Any]:
    return rows if sees_drafts(request.user) else published_once(rows, state)


@admin.register(Verdict)
class VerdictAdmin(ReadOnlyAdmin):
    list_display = ("word", "claim_link", "state_shown", "drafted_by", "drafted_at", "decided_by", "decided_at")
    list_filter = ("state", ("rating", admin.RelatedOnlyFieldListFilter))
    search_fields = ("claim__key", "claim__text", "rationale")
    ordering = ("-id",)
    fields = (
        "word", "claim_link", "state_shown", "rationale", "drafted_by", "drafted_at", "submitted_at", "decided_by",
        "decided_at", "findings_digest", "ended_at", "page_link",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Verdict]:
        rows = super().get_queryset(request).select_related("claim", "rating", "drafted_by", "decided_by")
        return _shown(request, rows, "state")

    @column(_("verdict"), order="rating__position")
    def word(self, row: Verdict) -> SafeString:
        return word_tag(row.rating)

    @column(_("claim"), order="claim__key")
    def claim_link(self, row: Verdict) -> SafeString:
        return record_link(row.claim)

    @column(_("state"), order="state")
    def state_shown(self, row: Verdict) -> SafeString:
        return state_tag(row.state)

    @column(_("actions"))
    def page_link(self, row: Verdict) -> SafeString:
        address = reverse("admin:claims_claim_verdict", args=[row.claim_id])
        return format_html('<a class="desk-link" href="{}">{}</a>', address, _("The verdicts of this claim"))


class _PartAdmin(ReadOnlyAdmin):
    """The base class for parts of a verdict."""

    search_fields = ("verdict__claim__key",)
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request).select_related("verdict__claim", "verdict__rating")
        return _shown(request, rows, "verdict__state")

    @column(_("verdict"))
    def verdict_link(self, row: Any) -> SafeString:
        return record_link(row.verdict)


@admin.register(VerdictEvidence)
class VerdictEvidenceAdmin(_PartAdmin):
    list_display = ("rests_on", "verdict_link", "position")
    fields = ("rests_on", "verdict_link", "position")

    @column(_("based on"))
    def rests_on(self, row: VerdictEvidence) -> SafeString:
        return record_link(row.attribution, with_key(row.attribution.source, row.attribution.key))

    def get_queryset(self, request: HttpRequest) -> QuerySet[VerdictEvidence]:
        return super().get_queryset(request).select_related("attribution__source", "verdict__claim", "verdict__rating")


@admin.register(VerdictNote)
class VerdictNoteAdmin(_PartAdmin):
    list_display = ("at", "done", "actor", "verdict_link", "text")
    list_filter = (("action", CodeFilter),)
    fields = ("at", "done", "actor", "verdict_link", "text")

    @column(_("action"), order="action")
    def done(self, row: VerdictNote) -> str:
        return words(row.action)

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return _without_comments(request, super().get_list_display(request))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return _without_comments(request, super().get_fields(request, obj))


def _without_comments(request: HttpRequest, names: Sequence[Any]) -> list[Any]:
    return [name for name in names if name != "text" or sees_drafts(request.user)]
