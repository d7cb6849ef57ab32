"""The list of claims, and the page of one: what stands and why, above the form that changes it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from claims.admin.claim_form import ClaimPage
from claims.admin.filters import AssigneeFilter, ClaimStatusFilter, OpenFlagFilter, StageFilter, TopicFilter
from claims.admin.findings import side_interval
from claims.admin.panel import panel_of
from claims.admin.upload import MAY_UPLOAD, upload_case
from claims.models import Claim
from claims.queries.admin_lists import for_claim_list
from claims.queries.selection import waiting_claims
from factcheck.admin_theme import DeskAdmin
from sources.admin.display import column, tag
from sources.admin.pages import changelist_url, may, page, record_or_404, require


@admin.register(Claim)
class ClaimAdmin(DeskAdmin):
    list_display = (
        "shown_text",
        "status",
        "support",
        "denial",
        "flags",
        "stage",
        "priority",
        "filed_under",
        "assigned",
        "revision",
    )
    list_filter = (ClaimStatusFilter, OpenFlagFilter, TopicFilter, StageFilter, "public", AssigneeFilter)
    search_fields = ("key", "text")
    ordering = ("-id",)
    change_list_template = "admin/claims/claim/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        found: QuerySet[Claim] = super().get_queryset(request)
        return (
            for_claim_list(found)
            if request.resolver_match and "changelist" in (request.resolver_match.url_name or "")
            else found
        )

    @column("claim", order="text")
    def shown_text(self, claim: Claim) -> SafeString:
        return format_html('<span class="desk-clip">{}</span>', claim.text)

    @column("status", order="standing__status")
    def status(self, claim: Claim) -> str:
        return tag(claim.standing.status, claim.standing.status) if hasattr(claim, "standing") else "–"

    @column("support")
    def support(self, claim: Claim) -> str:
        return _side(claim, 0)

    @column("denial")
    def denial(self, claim: Claim) -> str:
        return _side(claim, 1)

    @column("open flags")
    def flags(self, claim: Claim) -> SafeString | str:
        found = [(tag(flag.code, flag.severity),) for flag in claim.open_flags]  # type: ignore[attr-defined]
        return format_html('<span class="desk-tags">{}</span>', format_html_join(" ", "{}", found)) if found else "–"

    @column("topics")
    def filed_under(self, claim: Claim) -> str:
        return ", ".join(sorted(row.topic for row in claim.topics.all())) or "–"

    @column("assignee", order="assignee__username")
    def assigned(self, claim: Claim) -> str:
        return claim.assignee.get_username() if claim.assignee else "–"

    def get_urls(self) -> list[URLPattern]:
        upload = path("load-case/", self.admin_site.admin_view(self.load_case_view), name="claims_claim_load_case")
        return [upload, *super().get_urls()]

    def load_case_view(self, request: HttpRequest) -> HttpResponse:
        return upload_case(request, self)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        shown = {"waiting": waiting_claims(), "may_upload": all(may(request, *wanted) for wanted in MAY_UPLOAD)}
        found: HttpResponse = super().changelist_view(request, {**shown, **(extra_context or {})})
        return found

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:  # noqa: ARG002
        require(request, (Claim, "add"))
        return self._page(request, None, "Record a claim")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",  # noqa: ARG002
        extra_context: Any = None,  # noqa: ARG002
    ) -> HttpResponse:
        claim = record_or_404(self, request, object_id)
        if request.method == "POST":
            require(request, (Claim, "change"))
        return self._page(request, claim, claim.key)

    def _page(self, request: HttpRequest, claim: Claim | None, title: str) -> HttpResponse:
        writes = may(request, Claim, "add" if claim is None else "change")
        form_page = ClaimPage(request, self, claim) if writes else None
        if form_page and request.method == "POST" and (saved := form_page.save()):
            return saved
        stands = form_page.claim if form_page else claim
        shown = panel_of(stands, request) if stands is not None else {}
        form = form_page.context() if form_page else {"media": self.media}
        back = changelist_url(self)
        return page(
            request,
            self,
            "admin/claims/claim/page.html",
            title=title,
            original=stands,
            back=back,
            button="Save",
            **shown,
            **form,
        )


def _side(claim: Claim, side: int) -> str:
    standing = getattr(claim, "standing", None)
    return side_interval(standing.assessment.result, side) if standing and standing.assessment else "–"
