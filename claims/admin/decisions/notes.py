"""The list of all private notes. They are written and struck out on the page of their claim."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from claims.models import PrivateNote
from factcheck.desk.admin_theme import ReadOnlyAdmin
from sources.admin.display import column, record_link


@admin.register(PrivateNote)
class PrivateNoteAdmin(ReadOnlyAdmin):
    list_display = ("recorded_at", "claim_link", "actor", "text", "struck_at")
    list_filter = (("struck_at", admin.EmptyFieldListFilter),)
    list_select_related = ("claim",)
    search_fields = ("claim__key", "actor", "text")
    ordering = ("-id",)
    fields = ("claim_link", "text", "actor", "recorded_at", "struck_at", "struck_by")

    @column(_("claim"), order="claim__key")
    def claim_link(self, row: PrivateNote) -> str:
        return record_link(row.claim)
