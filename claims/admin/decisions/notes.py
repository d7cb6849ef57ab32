"""The lists of all private notes, and of all comments. They are written and struck out on the page of their claim."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from claims.models import Comment, PrivateNote
from factcheck.desk.admin_theme import ReadOnlyAdmin
from sources.admin.display import column, record_link


class _SaidOfAClaim(ReadOnlyAdmin):
    """What the desk says about a claim among itself."""

    list_display = ("recorded_at", "claim_link", "actor", "text", "struck_at")
    list_filter = (("struck_at", admin.EmptyFieldListFilter),)
    list_select_related = ("claim",)
    search_fields: ClassVar[tuple[str, ...]] = ("claim__key", "actor", "text")
    ordering = ("-id",)
    fields: ClassVar[tuple[str, ...]] = ("claim_link", "text", "actor", "recorded_at", "struck_at", "struck_by")

    @column(_("claim"), order="claim__key")
    def claim_link(self, row: PrivateNote | Comment) -> str:
        return record_link(row.claim)


@admin.register(PrivateNote)
class PrivateNoteAdmin(_SaidOfAClaim):
    search_fields = ("claim__key", "actor")  # the text is encrypted


@admin.register(Comment)
class CommentAdmin(_SaidOfAClaim):
    fields = (*_SaidOfAClaim.fields, "edited_at")
