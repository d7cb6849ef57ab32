"""The merge, split and delete actions on the page of a claim, and where a merged or split claim went."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from claims.admin.claim_page.tabs import opened_from
from claims.admin.reports.pages import report_address
from claims.models import Claim, ClaimRelation, Decision
from claims.queries.merges.retired import merged_here, parts_of, surviving_claim
from claims.vocabulary import MERGED
from sources.admin.display import record_link
from sources.admin.pages import may


def merge_panel(claim: Claim, move: Decision | None, request: HttpRequest, tab: str) -> dict[str, Any]:
    """Return the template context. It takes one query, and one more for each claim in a chain of merges."""
    return {
        "moved": _moved(move, claim, request) if move is not None else None,
        "taken_over": [record_link(decision.claim, decision.claim.key) for decision in merged_here(claim.pk)],
        "moves": [(label, opened_from(url, tab)) for label, url in _buttons(claim, request, moved=move is not None)],
    }


def _moved(move: Decision, claim: Claim, request: HttpRequest) -> dict[str, Any]:
    merged = move.kind == MERGED
    ends = [surviving_claim(claim)] if merged else parts_of(move)
    first = move.other_claim
    undo, allowed = ("unmerge", "merge") if merged else ("unsplit", "split")
    return {
        "decision": move,
        "merged": merged,
        "ends": [record_link(end, end.key) for end in ends],
        "by_way_of": record_link(first, first.key) if first is not None and first.pk != ends[0].pk else "",
        "undo": _address(claim, undo) if may(request, Claim, allowed) else "",
    }


def _buttons(claim: Claim, request: HttpRequest, *, moved: bool) -> list[tuple[str, str]]:
    """Return the actions that the user may take, each with its URL."""
    offered = [
        (_("Merge into another"), "merge", not moved and may(request, Claim, "merge")),
        (_("Split"), "split", not moved and may(request, Claim, "split")),
        (_("Add a contradiction"), "contradict", not moved and may(request, ClaimRelation, "add")),
        (_("Delete permanently"), "remove", may(request, Claim, "remove")),
    ]
    report = [] if moved else [(_("Report to print or paste"), report_address([claim.pk]))]
    return [*report, *((label, _address(claim, name)) for label, name, allowed in offered if allowed)]


def _address(claim: Claim, name: str) -> str:
    return reverse(f"admin:claims_claim_{name}", args=[claim.pk])
