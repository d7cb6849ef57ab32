"""Claims that resemble a new one, as an editor types it: it may be recorded already."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from claims.admin.desk.search import claim_line
from claims.models import Claim
from claims.queries.claims.overlap import similar_claims
from claims.queries.merges.retired import going_on
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.pages import require


def similar_urls(admin: DeskAdmin) -> list[URLPattern]:
    """Return the address of the similar claims."""

    def view(request: HttpRequest) -> HttpResponse:
        return similar_page(request, admin)

    return [path("similar/", admin.admin_site.admin_view(view), name="claims_claim_similar")]


def similar_page(request: HttpRequest, admin: DeskAdmin) -> HttpResponse:
    """Return the list of claims that resemble the sent ``text``."""
    require(request, (Claim, "view"))
    # Not as part of an address: a text that is under embargo would be in the logs of every server on the way.
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    claims = admin.get_queryset(request).order_by().filter(going_on())
    ids = similar_claims(claims, request.POST.get("text", ""))
    by_id = claims.select_related("standing").in_bulk(ids)
    lines = [claim_line(by_id[pk]) for pk in ids if pk in by_id]
    return TemplateResponse(request, "admin/claims/claim/similar.html", {"lines": lines})
