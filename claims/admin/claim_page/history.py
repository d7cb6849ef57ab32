"""The history of a claim: its revisions, the timeline of what was said and recorded, and a look at a past time."""

from __future__ import annotations

from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from claims.admin.claim_page.header import tab_page
from claims.admin.claim_page.tabs import HISTORY
from claims.admin.history.timeline import timeline
from claims.models import Claim
from claims.queries.claims.admin_lists import RECENT, attributions_of, standing_of
from claims.queries.decisions.discrediting import discreditings_in
from claims.queries.documents.read import undone_withdrawals_in
from claims.queries.history.revisions import recent_changes
from factcheck.desk.admin_theme import DeskAdmin

#: Events on a page of the timeline (a guess).
PER_PAGE: Final = 25


def history_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    found = timeline(attributions_of(claim), undone_withdrawals_in(claim), discreditings_in(claim))
    return tab_page(
        request,
        admin,
        claim,
        HISTORY,
        standing_of(claim),
        timeline=found,
        events=Paginator(found["events"], PER_PAGE).get_page(request.GET.get("page")),
        changes=recent_changes(claim, RECENT),
        as_of=reverse("admin:claims_claim_as_of", args=[claim.pk]),
        all_revisions=f"{reverse('admin:claims_revision_changelist')}?q={claim.key}",
    )
