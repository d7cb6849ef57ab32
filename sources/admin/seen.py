"""What only operations and jobs write: captures, corrections and the audit of sources, for reading."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from factcheck.admin_theme import ReadOnlyAdmin
from sources.admin.display import CodeFilter, address, column, pretty, record_link, words
from sources.models import Capture, Correction, SourceChange


@admin.register(SourceChange)
class SourceChangeAdmin(ReadOnlyAdmin):
    list_display = ("at", "source_link", "done", "actor", "reason", "applied_at")
    list_filter = (("action", CodeFilter), ("applied_at", admin.EmptyFieldListFilter))
    list_select_related = ("source",)
    search_fields = ("source__key", "source__name", "actor", "reason")
    ordering = ("-id",)
    fields = ("source_link", "done", "at", "actor", "reason", "before", "after", "applied_at")

    @column(_("source"), order="source__name")
    def source_link(self, row: SourceChange) -> str:
        return record_link(row.source)

    @column(_("action"), order="action")
    def done(self, row: SourceChange) -> str:
        return words(row.action)

    @column(_("before"))
    def before(self, row: SourceChange) -> str:
        return pretty(row.old)

    @column(_("after"))
    def after(self, row: SourceChange) -> str:
        return pretty(row.new)


@admin.register(Capture)
class CaptureAdmin(ReadOnlyAdmin):
    list_display = ("document_link", "fetched_at", "http_status", "sha256")
    list_filter = ("http_status",)
    list_select_related = ("document",)
    search_fields = ("document__key", "document__title", "sha256")
    ordering = ("-id",)
    fields = ("document_link", "fetched_at", "http_status", "sha256", "archive", "text")

    @column(_("document"), order="document__title")
    def document_link(self, row: Capture) -> str:
        return record_link(row.document)

    @column(_("archived at"))
    def archive(self, row: Capture) -> str:
        return address(row.archive_url)


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
