"""What people decided on a claim: the verdict with its reasons, decisions, requests for comment, and private notes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from claims.admin.claim_page.header import tab_page
from claims.admin.claim_page.tabs import DECISIONS
from claims.admin.decisions.note_panel import note_panel
from claims.admin.decisions.panel import decision_panel
from claims.models import Claim
from claims.queries.claims.admin_lists import standing_of
from factcheck.desk.admin_theme import DeskAdmin


def decisions_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    shown = {**decision_panel(claim, request), **note_panel(claim, request)}
    return tab_page(request, admin, claim, DECISIONS, standing_of(claim), **shown)
