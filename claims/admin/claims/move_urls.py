"""URLs of the pages under the page of a claim: its tabs, its past, and the actions on it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path

from claims.admin.claim_page.assignment import assign_page
from claims.admin.claim_page.chain import chain_page
from claims.admin.claim_page.decisions import decisions_page
from claims.admin.claim_page.edit import edit_page
from claims.admin.claim_page.tabs import CHAIN, DECISIONS, EDIT
from claims.admin.decisions import note_pages
from claims.admin.decisions import pages as decision_pages
from claims.admin.desk.presence import presence_page
from claims.admin.flags.waivers import waive_flag
from claims.admin.history.as_of import as_of_page
from claims.admin.merges import pages as merge_pages
from claims.admin.verdicts import pages as verdict_pages
from claims.models import Claim
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.pages import page_url, record_or_404

Page = Callable[[HttpRequest, DeskAdmin, Claim], HttpResponse]
_PAGES: dict[str, Page] = {
    # The other tabs: the overview has the address of the claim, and the history that of Django's own history of a record.
    CHAIN: chain_page,
    DECISIONS: decisions_page,
    EDIT: edit_page,
    "assign": assign_page,
    "waive": waive_flag,
    "as-of": as_of_page,
    "presence": presence_page,
    **decision_pages.PAGES,
    **merge_pages.PAGES,
    **note_pages.PAGES,
    **verdict_pages.PAGES,
}


def move_urls(admin: DeskAdmin) -> list[URLPattern]:
    """Return the URLs of these pages, which must come before the admin's own."""
    return [
        path(
            f"<int:pk>/{name}/",
            admin.admin_site.admin_view(_view(admin, shown)),
            name=f"claims_claim_{name.replace('-', '_')}",
        )
        for name, shown in _PAGES.items()
    ]


def _view(admin: DeskAdmin, shown: Page) -> Callable[[HttpRequest, int], HttpResponse]:
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        claim = record_or_404(admin, request, str(pk))
        if claim.removed_at is not None:  # its page says so
            return HttpResponseRedirect(page_url(claim))
        return shown(request, admin, claim)

    return view
