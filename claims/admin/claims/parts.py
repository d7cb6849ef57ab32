"""Read-only lists of the parts of a claim: citations, stakes, relations and topics."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from claims.admin.claims.strikes import StrikeableAdmin, stake
from claims.models import Citation, ClaimRelation, ClaimTopic, Interest
from claims.vocabulary import CitationKind, ClaimRelationKind
from factcheck.desk.admin_theme import ReadOnlyAdmin
from sources.admin.display import CodeFilter, column, record_link, with_key, words


@admin.register(Citation)
class CitationAdmin(ReadOnlyAdmin):
    list_display = ("link", "claim_link", "citing_link", "cited_link", "recorded_at", "struck_at", "struck_reason")
    list_filter = (("kind", CodeFilter.of(CitationKind)), ("struck_at", admin.EmptyFieldListFilter))
    search_fields = ("citing__claim__key", "citing__key", "cited__key")
    ordering = ("-id",)
    fields = ("claim_link", "citing_link", "link", "cited_link", "recorded_at", "struck_at", "struck_reason")

    # Not ``list_select_related``, which serves the list only: the page of one link shows the same records.
    def get_queryset(self, request: HttpRequest) -> QuerySet[Citation]:
        found: QuerySet[Citation] = super().get_queryset(request)
        return found.select_related("citing__source", "citing__claim", "cited__source")

    @column(_("link"), order="kind")
    def link(self, row: Citation) -> str:
        return words(row.kind)

    @column(_("claim"), order="citing__claim__key")
    def claim_link(self, row: Citation) -> str:
        return record_link(row.citing.claim)

    @column(_("passed on by"))
    def citing_link(self, row: Citation) -> str:
        return record_link(row.citing, with_key(row.citing.source, row.citing.key))

    @column(_("← from"))
    def cited_link(self, row: Citation) -> str:
        return record_link(row.cited, with_key(row.cited.source, row.cited.key))


@admin.register(Interest)
class InterestAdmin(StrikeableAdmin):
    list_display = ("stake", "source_link", "claim_link", "reason", "recorded_at", "struck_at")
    list_filter = ("side", ("struck_at", admin.EmptyFieldListFilter))
    list_select_related = ("claim", "source")
    search_fields = ("claim__key", "source__name")
    ordering = ("-id",)
    fields = ("source_link", "stake", "claim_link", "reason", "recorded_at", "struck_at", "struck_reason")

    @column(_("stake"), order="side")
    def stake(self, row: Interest) -> str:
        return stake(row)

    @column(_("source"), order="source__name")
    def source_link(self, row: Interest) -> str:
        return record_link(row.source)

    @column(_("claim"), order="claim__key")
    def claim_link(self, row: Interest) -> str:
        return record_link(row.claim)


@admin.register(ClaimRelation)
class ClaimRelationAdmin(StrikeableAdmin):
    list_display = ("kind_shown", "first", "second", "recorded_at", "struck_at")
    list_filter = (("kind", CodeFilter.of(ClaimRelationKind)), ("struck_at", admin.EmptyFieldListFilter))
    list_select_related = ("from_claim", "to_claim")
    search_fields = ("from_claim__key", "to_claim__key")
    ordering = ("-id",)
    fields = ("first", "kind_shown", "second", "recorded_at", "struck_at", "struck_reason")

    @column(_("relation"), order="kind")
    def kind_shown(self, row: ClaimRelation) -> str:
        return words(row.kind)

    @column(_("claim"), order="from_claim__key")
    def first(self, row: ClaimRelation) -> str:
        return record_link(row.from_claim)

    @column(_("other claim"), order="to_claim__key")
    def second(self, row: ClaimRelation) -> str:
        return record_link(row.to_claim)


@admin.register(ClaimTopic)
class ClaimTopicAdmin(ReadOnlyAdmin):
    list_display = ("topic", "claim_link")
    list_select_related = ("claim",)
    search_fields = ("topic", "claim__key")
    ordering = ("topic", "claim")
    fields = ("topic", "claim_link")

    @column(_("claim"), order="claim__key")
    def claim_link(self, row: ClaimTopic) -> str:
        return record_link(row.claim)
