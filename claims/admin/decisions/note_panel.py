"""The private notes on the page of their claim."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from claims.admin.claim_page.tabs import DECISIONS, opened_from
from claims.models import Claim, PrivateNote
from claims.queries.decisions.notes import notes_on
from sources.admin.pages import may


class NoteLine(NamedTuple):
    """A note, and the URL of the page that strikes it out if the user may."""

    row: PrivateNote
    strike: str


def note_panel(claim: Claim, request: HttpRequest) -> dict[str, Any]:
    """Return the template context. Without permission it is empty, so that the page does not reveal whether notes exist."""
    if not may(request, PrivateNote, "view"):
        return {}
    writes = may(request, PrivateNote, "add") and may(request, Claim, "view")
    strike = opened_from(reverse("admin:claims_claim_note_strike", args=[claim.pk]), DECISIONS) if writes else ""
    lines = [
        NoteLine(row, f"{strike}&{urlencode({'note': row.pk})}" if strike and row.struck_at is None else "")
        for row in notes_on(claim)
    ]
    add = (
        opened_from(reverse("admin:claims_claim_note", args=[claim.pk]), DECISIONS)
        if writes and claim.removed_at is None
        else ""
    )
    return {"private_notes": {"lines": lines, "add": add}}
