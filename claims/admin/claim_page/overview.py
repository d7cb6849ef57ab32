"""The overview of a claim: its open flags, the counts on both sides, stakes, related claims and the verdict."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from claims.admin.claim_page.header import tab_page
from claims.admin.claim_page.tabs import OVERVIEW
from claims.admin.claims.strikes import stake, strike_address
from claims.admin.flags.cards import flag_cards
from claims.admin.flags.last_change import last_change
from claims.models import Claim, ClaimRelation, Interest
from claims.published import PublicSide
from claims.queries.claims.admin_lists import ClaimPanel, claim_panel
from claims.runs.report import interval
from factcheck.desk.admin_theme import DeskAdmin
from factcheck.text.texts import isolated
from sources.admin.display import record_link, words
from sources.admin.pages import may


def overview_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    panel = claim_panel(claim)
    return tab_page(
        request,
        admin,
        claim,
        OVERVIEW,
        panel.standing,
        cards=flag_cards(panel, request),
        last_change=last_change(panel),
        sides=_sides(panel),
        stakes=[(record_link(row.source), stake(row), row.reason, _strike(request, row, claim)) for row in panel.interests],
        relations=[
            (record_link(row.from_claim), words(row.kind), record_link(row.to_claim), _strike(request, row, claim))
            for row in panel.relations
        ],
    )


def _strike(request: HttpRequest, row: Interest | ClaimRelation, claim: Claim) -> str:
    return strike_address(row, OVERVIEW, claim) if may(request, type(row), "change") else ""


def _sides(panel: ClaimPanel) -> list[dict[str, Any]]:
    # Counts store keys of sources; people read short names, as in the explanation.
    names = {row.source.key: row.source.short_name or row.source.name for row in panel.rows}
    sides = [("support", _("Support"), panel.support), ("denial", _("Denial"), panel.denial)]
    return [_side(code, title, side, names) for code, title, side in sides if side is not None]


def _side(code: str, title: str, side: PublicSide, names: dict[str, str]) -> dict[str, Any]:
    return {
        "code": code,
        "title": title,
        "interval": interval(side),
        "counts": side,
        "gateways": [isolated(names.get(key, key)) for key in side.gateways],
        "witnesses": [isolated(names.get(key, key)) for key in side.witnesses],
    }
