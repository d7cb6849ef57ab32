"""The part of a claim's page above the form: its status, the reasons for it, and its sources."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from claims.admin.attributions.chain import chain_of
from claims.admin.claims.strikes import stake, strike_address
from claims.admin.decisions.complaints import complaint_panel
from claims.admin.decisions.note_panel import note_panel
from claims.admin.decisions.panel import decision_panel
from claims.admin.desk.discussion import discussion_panel
from claims.admin.desk.presence import presence_of
from claims.admin.flags.cards import flag_cards
from claims.admin.flags.last_change import last_change
from claims.admin.history.timeline import timeline
from claims.admin.merges.panel import merge_panel
from claims.admin.verdicts.panel import verdict_panel
from claims.models import Attribution, Claim, ClaimRelation, Decision, Interest
from claims.published import PublicSide
from claims.queries.claims.admin_lists import RECENT, claim_panel
from claims.queries.claims.selection import is_waiting
from claims.queries.documents.read import undone_withdrawals_in
from claims.queries.history.revisions import recent_changes
from claims.runs.report import interval
from factcheck.text.texts import isolated
from sources.admin.display import record_link, tag, words
from sources.admin.pages import may


def panel_of(claim: Claim, move: Decision | None, request: HttpRequest) -> dict[str, Any]:
    """Return the template context of the panel, with the actions that the user may take.

    ``move`` is the current decision that merged or split the claim, if any.
    """
    panel = claim_panel(claim)
    # Counts store keys of sources; people read short names, as in the explanation.
    names = {step.row.source.key: step.row.source.short_name or step.row.source.name for step in panel.steps}
    sides = [("support", _("Support"), panel.support), ("denial", _("Denial"), panel.denial)]
    return {
        "panel": panel,
        "waits": panel.standing is not None and is_waiting(panel.standing),
        "status": tag(panel.standing.status, panel.standing.status) if panel.standing else "",
        "cards": flag_cards(panel, request),
        "last_change": last_change(panel),
        "timeline": timeline(
            {step.row.pk: step.row for step in panel.steps}.values(), undone_withdrawals_in(claim), panel.discreditings
        ),
        "changes": recent_changes(claim, RECENT),
        "quick": reverse("admin:claims_claim_quick", args=[claim.pk]) if may(request, Attribution, "add") else "",
        "as_of": reverse("admin:claims_claim_as_of", args=[claim.pk]),
        "sides": [_side(code, title, side, names) for code, title, side in sides if side is not None],
        "chain": chain_of(panel),
        "stakes": [(record_link(row.source), stake(row), row.reason, _strike(request, row)) for row in panel.interests],
        "relations": [
            (record_link(row.from_claim), words(row.kind), record_link(row.to_claim), _strike(request, row))
            for row in panel.relations
        ],
        **decision_panel(claim, request),
        **merge_panel(claim, move, request),
        **note_panel(claim, request),
        **discussion_panel(claim, request),
        **complaint_panel(claim, request),
        **verdict_panel(claim, request),
        **presence_of(claim, request),
        "all_revisions": f"{reverse('admin:claims_revision_changelist')}?q={claim.key}",
        "all_attributions": f"{reverse('admin:claims_attribution_changelist')}?claim__id__exact={claim.pk}",
    }


def _strike(request: HttpRequest, row: Interest | ClaimRelation) -> str:
    return strike_address(row) if may(request, type(row), "change") else ""


def _side(code: str, title: str, side: PublicSide, names: dict[str, str]) -> dict[str, Any]:
    return {
        "code": code,
        "title": title,
        "interval": interval(side),
        "counts": side,
        "gateways": [isolated(names.get(key, key)) for key in side.gateways],
        "witnesses": [isolated(names.get(key, key)) for key in side.witnesses],
    }
