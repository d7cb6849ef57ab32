"""The list of captures, and the addresses of their pages. Captures are append-only: no page edits one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from claims.admin.captures import lists
from claims.admin.captures.add_page import add_page
from claims.admin.captures.archive_pages import archives_of_capture, stamp_page
from claims.admin.captures.files import bytes_file, capture_wacz
from claims.admin.captures.moves import accept, attach, reject
from claims.admin.captures.shown import shown_capture, shown_text
from claims.admin.captures.wording import title_of, tone_of
from claims.admin.proposals.pages import review_page
from claims.admin.proposals.precision_page import precision_page
from factcheck.desk.admin_theme import ReadOnlyAdmin
from sources.admin.display import CodeFilter, column, record_link, tag, words
from sources.admin.pages import may, record_or_404
from sources.models import Capture, Document
from sources.vocabulary import CaptureOutcome, CaptureWay

#: The pages of a capture by the last part of their address; of a hint, the two decisions.
_PAGES: dict[str, Callable[..., HttpResponse]] = {
    "text": shown_text,
    "file": bytes_file,
    "wacz": capture_wacz,
    "archives": archives_of_capture,
    "timestamp": stamp_page,
    "attach": attach,
    "proposals": review_page,
}
_DECISIONS: dict[str, Callable[..., HttpResponse]] = {"accept": accept, "reject": reject}


@admin.register(Capture)
class CaptureAdmin(ReadOnlyAdmin):
    list_display = ("shown_title", "outcome_shown", "way_shown", "fetched_at", "recorded_by", "document_link", "digest")
    list_filter = (
        ("outcome", CodeFilter.of(CaptureOutcome)),
        ("way", CodeFilter.of(CaptureWay)),
        ("document", admin.EmptyFieldListFilter),
    )
    linked_filters = ("document__id__exact",)  # the page of a document links to it
    list_select_related = ("document",)
    search_fields = ("document__key", "document__title", "title", "url", "sha256")
    ordering = ("-id",)
    change_list_template = "admin/claims/capture/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Capture]:
        found: QuerySet[Capture] = super().get_queryset(request)
        return found.select_related("document").defer("text", "headers")

    def has_view_permission(self, request: HttpRequest, obj: Capture | None = None) -> bool:
        """Return whether the user may see captures: whoever may not see documents sees none."""
        return may(request, Document, "view") and bool(super().has_view_permission(request, obj))

    @column(_("page"), order="title")
    def shown_title(self, row: Capture) -> str:
        return title_of(row)

    @column(_("outcome"), order="outcome")
    def outcome_shown(self, row: Capture) -> str:
        return tag(row.outcome, tone_of(row.outcome))

    @column(_("way"), order="way")
    def way_shown(self, row: Capture) -> str:
        return words(row.way)

    @column(_("document"), order="document__title")
    def document_link(self, row: Capture) -> str:
        return record_link(row.document) if row.document is not None else ""

    @column(_("SHA-256"), order="sha256")
    def digest(self, row: Capture) -> str:
        return row.sha256[:12]

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        pages = [
            path(f"<int:pk>/{name}/", wrap(self._of_capture(shown)), name=f"sources_capture_{name}")
            for name, shown in _PAGES.items()
        ]
        decisions = [
            path(f"<int:pk>/<int:hint_id>/{name}/", wrap(self._of_capture(shown)), name=f"sources_capture_{name}")
            for name, shown in _DECISIONS.items()
        ]
        of_lists = [
            path("precision/", wrap(self._plain(precision_page)), name="sources_capture_precision"),
            path("list/", wrap(self._plain(lists.new_list)), name="sources_capture_list"),
            path("list/<int:pk>/", wrap(self._plain(lists.list_page)), name="sources_capture_progress"),
            path("list/<int:pk>/stop/", wrap(self._plain(lists.stop_page)), name="sources_capture_stop"),
        ]
        return [*pages, *decisions, *of_lists, *super().get_urls()]

    def _of_capture(self, shown: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, pk: int, **more: int) -> HttpResponse:
            return shown(request, self, record_or_404(self, request, str(pk)), **more)

        return view

    def _plain(self, shown: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, **more: int) -> HttpResponse:
            return shown(request, self, **more)

        return view

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:  # noqa: ARG002
        return add_page(request, self)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",  # noqa: ARG002
        extra_context: Any = None,  # noqa: ARG002
    ) -> HttpResponse:
        return shown_capture(request, self, record_or_404(self, request, object_id))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        more = {"may_capture": may(request, Document, "add"), **(extra_context or {})}
        found: HttpResponse = super().changelist_view(request, more)
        return found
