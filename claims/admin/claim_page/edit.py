"""The form of a claim, on its own tab and its own address."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from claims.admin.claim_page.header import tab_page
from claims.admin.claim_page.tabs import EDIT, OVERVIEW, tab_url
from claims.admin.claims.form_page import ClaimPage
from claims.models import Claim
from claims.queries.claims.admin_lists import standing_of
from claims.queries.merges.retired import move_of
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.pages import require


def edit_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Show the form. On POST, save it, unless a colleague saved the claim since it was opened."""
    require(request, (Claim, "change"))
    if move_of(claim.pk) is not None:
        if request.method == "POST":
            messages.error(request, _("Not saved. This claim was merged or split in the meantime."))
        return HttpResponseRedirect(tab_url(claim.pk, OVERVIEW))
    form_page = ClaimPage(request, admin, claim)
    if request.method == "POST" and (saved := form_page.save()):
        return saved
    # After a conflict this is the claim as the colleague left it.
    current = form_page.claim or claim
    return tab_page(request, admin, current, EDIT, standing_of(current), button=_("Save"), **form_page.context())
