"""The admin of the list of claims: its columns, search, actions and the addresses of its pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from claims.admin.cases.exports import EXPORT_ACTIONS, MOST_EXPORTED
from claims.admin.cases.upload import MAY_UPLOAD
from claims.admin.claim_list.bulk_actions import BULK, WRITING_ACTIONS, bulk_page
from claims.admin.claim_list.change_list import ClaimList, empties, source_field
from claims.admin.claim_list.filters import CLAIM_FILTERS
from claims.admin.claim_list.list_line import (
    age_cell,
    change_cell,
    denials_cell,
    flags_cell,
    side_cell,
    status_cell,
    text_cell,
)
from claims.admin.desk.saved_views import default_address, list_context, views_page
from claims.admin.intake.pages import NEEDS as MAY_ADD_SEVERAL
from claims.admin.intake.pages import many_page
from claims.admin.reports.pages import report, report_page
from claims.models import Claim, Flag
from claims.queries.claims.search import having, meant, words_of
from claims.queries.desk.saved_views import views_of
from claims.queries.merges.retired import going_on
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.pages import may


class ClaimListAdmin(DeskAdmin):
    list_display = ("shown_text", "status", "origins", "denials", "flags", "age", "assigned", "last_change")
    list_filter = CLAIM_FILTERS
    # claims.queries.claims.search decides what is searched; without a name here Django shows no search field.
    search_fields = ("key", "text")
    ordering = ("-id",)
    actions = (*WRITING_ACTIONS, report, *EXPORT_ACTIONS)
    change_list_template = "admin/claims/claim/change_list.html"

    class Media:
        css = {"all": ("desk/list.css",)}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ClaimList]:  # noqa: ARG002
        return ClaimList

    def get_search_results(
        self,
        request: HttpRequest,
        queryset: QuerySet[Claim],
        search_term: str,
    ) -> tuple[QuerySet[Claim], bool]:
        # A field that finds a claim (its address names the field) offers only current claims, not merged or deleted ones.
        offered = queryset.filter(going_on()) if "field_name" in request.GET else queryset
        words = meant(words_of(search_term).words)
        # The page shows which words were searched for instead of the typed ones: queried once.
        request.words_meant = words  # type: ignore[attr-defined]
        return having(offered, words) if search_term.strip() else offered, False

    @admin.display(description=_("claim"))
    def shown_text(self, claim: Claim) -> SafeString:
        return text_cell(claim)

    @admin.display(description=_("status"), ordering="standing__status")
    def status(self, claim: Claim) -> str:
        return status_cell(claim)

    @admin.display(description=_("origins"))
    def origins(self, claim: Claim) -> str:
        return side_cell(claim, 0)

    @admin.display(description=_("denials"))
    def denials(self, claim: Claim) -> str:
        return denials_cell(claim)

    @admin.display(description=_("open flags"))
    def flags(self, claim: Claim) -> str:
        return flags_cell(claim)

    @admin.display(description=_("age"), ordering="-id")
    def age(self, claim: Claim) -> str:
        return age_cell(claim.recorded_at)

    @admin.display(description=_("assignee"), ordering="assignee__username")
    def assigned(self, claim: Claim) -> str:
        return claim.assignee.get_username() if claim.assignee else "–"

    @admin.display(description=_("last change"), ordering="public_body__at")
    def last_change(self, claim: Claim) -> str:
        return change_cell(claim)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        views = path("views/", wrap(self.views_view), name="claims_claim_views")
        bulk = path("bulk/<slug:name>/", wrap(self.bulk_view), name="claims_claim_bulk")
        reports = path("report/", wrap(self.report_view), name="claims_claim_report")
        several = path("add-several/", wrap(self.several_view), name="claims_claim_several")
        return [views, bulk, reports, several, *super().get_urls()]

    def has_waive_permission(self, request: HttpRequest) -> bool:
        """Return whether the person may waive flags: the list's action checks it."""
        return may(request, Flag, "waive")

    def views_view(self, request: HttpRequest) -> HttpResponse:
        return views_page(request, self, self._columns(request))

    def bulk_view(self, request: HttpRequest, name: str) -> HttpResponse:
        if name not in BULK:
            raise Http404(_("There is no such thing to do."))
        return bulk_page(request, self, name)

    def several_view(self, request: HttpRequest) -> HttpResponse:
        return many_page(request, self)

    def report_view(self, request: HttpRequest) -> HttpResponse:
        return report_page(request)

    def _columns(self, request: HttpRequest) -> list[str]:
        """Return the columns in the order that the numbers in an address refer to."""
        return [*(["action_checkbox"] if self.get_actions(request) else []), *self.get_list_display(request)]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        empty = empties(request.GET.lists())
        if request.method == "GET" and empty:
            return HttpResponseRedirect(f"{request.path}{_without(request, empty)}")
        columns, views = self._columns(request), views_of(request.user.pk or 0)
        # Only for an address without parameters: otherwise nobody with a default view could see the list without it.
        if request.method == "GET" and not request.GET and (address := default_address(views, columns)):
            return HttpResponseRedirect(f"{request.path}{address}")
        shown = {
            **list_context(request, views, columns),
            "may_upload": all(may(request, *wanted) for wanted in MAY_UPLOAD),
            "may_add_several": all(may(request, *wanted) for wanted in MAY_ADD_SEVERAL),
            "most_exported": MOST_EXPORTED,
            "media": self.media + source_field().widget.media,
        }
        found: HttpResponse = super().changelist_view(request, {**shown, **(extra_context or {})})
        return found


def _without(request: HttpRequest, names: list[str]) -> str:
    query = request.GET.copy()
    for name in names:
        del query[name]
    return f"?{query.urlencode()}" if query else ""
