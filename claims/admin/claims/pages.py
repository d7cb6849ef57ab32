"""The admin of claims: the list, the page of a claim, and the form of a new one."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from claims.admin.attributions.quick_page import quick_urls
from claims.admin.cases.upload import upload_case
from claims.admin.claim_list.list_admin import ClaimListAdmin
from claims.admin.claim_page.history import history_page
from claims.admin.claim_page.overview import overview_page
from claims.admin.claims.form_page import ClaimPage
from claims.admin.claims.move_urls import move_urls
from claims.admin.claims.similar import similar_urls
from claims.admin.desk.first_hour import first_urls
from claims.admin.merges.removal import tombstone_page
from claims.models import Claim
from sources.admin.pages import changelist_url, page, page_url, record_or_404, require


@admin.register(Claim)
class ClaimAdmin(ClaimListAdmin):
    def get_urls(self) -> list[URLPattern]:
        upload = path("load-case/", self.admin_site.admin_view(self.load_case_view), name="claims_claim_load_case")
        others = (*move_urls(self), *quick_urls(self), *similar_urls(self), *first_urls(self))
        return [upload, *others, *super().get_urls()]

    def load_case_view(self, request: HttpRequest) -> HttpResponse:
        return upload_case(request, self)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:  # noqa: ARG002
        require(request, (Claim, "add"))
        form_page = ClaimPage(request, self, None)
        if request.method == "POST" and (saved := form_page.save()):
            return saved
        shown = {"title": _("Add a claim"), "original": None, "back": changelist_url(self), "button": _("Save")}
        return page(request, self, "admin/claims/claim/page.html", **shown, **form_page.context())

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
        if request.method == "POST":  # the form has its own tab, and posts there
            raise PermissionDenied
        return overview_page(request, self, claim)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:  # noqa: ARG002
        claim = record_or_404(self, request, object_id)
        # Of a deleted claim, its page says what is kept.
        return HttpResponseRedirect(page_url(claim)) if claim.removed_at is not None else history_page(request, self, claim)
