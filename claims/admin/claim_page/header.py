"""The header on every tab of a claim: what it says, how it stands, whose it is, and when it was last saved."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from claims.admin.claim_page.tabs import EDIT, OVERVIEW, TABS, opened_from, tab_url
from claims.admin.desk.presence import presence_of
from claims.admin.merges.panel import merge_panel
from claims.admin.verdicts.panel import verdict_panel
from claims.models import Attribution, Claim, Decision, Standing
from claims.queries.claims.selection import is_waiting
from claims.queries.history.revisions import last_revision
from claims.queries.merges.retired import move_of
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.display import tag, words
from sources.admin.pages import changelist_url, may, page


def tab_page(
    request: HttpRequest, admin: DeskAdmin, claim: Claim, tab: str, standing: Standing | None, **context: Any
) -> HttpResponse:
    """Return a tab of a claim: the header, and the template of the tab with its context."""
    shown = {"media": admin.media, "back": changelist_url(admin), **header_of(claim, request, tab, standing), **context}
    return page(request, admin, f"admin/claims/claim/tabs/{tab}.html", title=claim.key, original=claim, **shown)


def header_of(claim: Claim, request: HttpRequest, tab: str, standing: Standing | None) -> dict[str, Any]:
    """Return the template context of the header, with the actions that the user may take."""
    # A merged or split claim is read only: its content lives on in the other claims.
    move = move_of(claim.pk)
    return {
        "header": {
            "claim": claim,
            "tabs": _tabs(claim, request, tab, move),
            "standing": standing,
            "status": tag(standing.status, standing.status) if standing else "",
            "waits": standing is not None and is_waiting(standing),
            "stage": words(claim.stage),
            "assign": _assign(claim, request, tab, move),
            "quick": _quick(claim, request, tab, move),
            "last": last_revision(claim),
        },
        **verdict_panel(claim, request),
        **merge_panel(claim, move, request, tab),
        **presence_of(claim, request),
    }


def _tabs(claim: Claim, request: HttpRequest, tab: str, move: Decision | None) -> list[tuple[Any, str, bool]]:
    """Return the label and the URL of each tab that the user may open, and whether it is the current one."""
    edits = move is None and may(request, Claim, "change")
    return [(each.label, tab_url(claim.pk, name), name == tab) for name, each in TABS.items() if name != EDIT or edits]


def _assign(claim: Claim, request: HttpRequest, tab: str, move: Decision | None) -> str:
    """Return the URL that assigns the claim to the user, if they may and it is not theirs."""
    if move is not None or claim.assignee_id == request.user.pk or not may(request, Claim, "change"):
        return ""
    return opened_from(reverse("admin:claims_claim_assign", args=[claim.pk]), tab)


def _quick(claim: Claim, request: HttpRequest, tab: str, move: Decision | None) -> str:
    if move is not None or not may(request, Attribution, "add"):
        return ""
    # The form of the claim is no place to come back to: what was typed there is gone.
    return opened_from(reverse("admin:claims_claim_quick", args=[claim.pk]), OVERVIEW if tab == EDIT else tab)
