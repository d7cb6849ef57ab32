"""The admin of claims: the list, and the page of a claim with its state above the form."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from claims.admin.attributions.quick_page import quick_urls
from claims.admin.cases.upload import upload_case
from claims.admin.claim_list.list_admin import ClaimListAdmin
from claims.admin.claims.form_page import ClaimPage
from claims.admin.claims.move_urls import move_urls
from claims.admin.claims.panel import panel_of
from claims.admin.desk.inbox import inbox_urls
from claims.admin.merges.removal import tombstone_page
from claims.models import Claim
from claims.queries.merges.retired import move_of
from sources.admin.display import titled
from sources.admin.pages import changelist_url, may, page, record_or_404, require


@admin.register(Claim)
class ClaimAdmin(ClaimListAdmin):
    def get_urls(self) -> list[URLPattern]:
        upload = path("load-case/", self.admin_site.admin_view(self.load_case_view), name="claims_claim_load_case")
        return [upload, *inbox_urls(self), *move_urls(self), *quick_urls(self), *super().get_urls()]

    def load_case_view(self, request: HttpRequest) -> HttpResponse:
        return upload_case(request, self)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:  # noqa: ARG002
        require(request, (Claim, "add"))
        return self._page(request, None, _("Add a claim"))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",  # noqa: ARG002
        extra_context: Any = None,  # noqa: ARG002
    ) -> HttpResponse:
        claim = record_or_404(self, request, object_id)
        if claim.removed_at is not None:
            return tombstone_page(request, self, claim)
        if request.method == "POST":
            require(request, (Claim, "change"))
        return self._page(request, claim, titled(claim))

    def _page(self, request: HttpRequest, claim: Claim | None, title: str) -> HttpResponse:
        move = move_of(claim.pk) if claim else None
        # A merged or split claim has no form: its content lives on in the other claims.
        writes = may(request, Claim, "add" if claim is None else "change") and move is None
        form_page = ClaimPage(request, self, claim) if writes else None
        if form_page and request.method == "POST" and (saved := form_page.save()):
            return saved
        # After a conflict this is the claim as the colleague left it.
        current = form_page.claim if form_page else claim
        shown = panel_of(current, move, request) if current is not None else {}
        form = form_page.context() if form_page else {"media": self.media}
        back = changelist_url(self)
        return page(
            request,
            self,
            "admin/claims/claim/page.html",
            title=title,
            original=current,
            back=back,
            button=_("Save"),
            **shown,
            **form,
        )
