"""The page that sets who is accused in a claim, and who else has a stake in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from claims.admin.actions import action_page, seen_of
from claims.admin.claim_page.tabs import back_to
from claims.admin.claims.strikes import stake
from claims.admin.decisions.forms import MOST_PARTIES, PartiesForm
from claims.models import Claim, Interest
from claims.operations.claims.stakes import Stake, set_stakes
from claims.operations.writing import OperationError
from claims.queries.claims.admin_lists import claim_panel
from claims.verification import Change
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.pages import may, require, sent
from sources.models import Source


def parties_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Record several stakes in a claim at once."""
    require(request, (Interest, "add"))
    recorded = claim_panel(claim).interests
    known = [f"{row.source} {stake(row)}{f': {row.reason}' if row.reason else '.'}" for row in recorded]

    def run(change: Change, values: Mapping[str, Any], expected: Mapping[int, int]) -> None:
        numbers = [number for number in range(1, MOST_PARTIES + 1) if values[f"source_{number}"]]
        parties = [Stake(values[f"source_{n}"], values[f"side_{n}"], values[f"because_{n}"]) for n in numbers]
        # Recording a second stake of a source strikes out the first, which needs another permission.
        if not may(request, Interest, "change"):
            _refuse_replacing([row.source for row in recorded], parties)
        set_stakes(claim.pk, parties, change, expected=expected)

    return action_page(
        request,
        admin,
        PartiesForm(sent(request), initial=seen_of(claim)),
        [claim],
        run,
        recorded_as="stakes recorded",
        message=_("Saved. Flags and counts are up to date."),
        title=_("Who is accused, and who else has a stake"),
        done=back_to(request, claim),
        button=_("Record"),
        groups=PartiesForm.groups(),
        explanation="\n".join([f"“{claim.text}”", *([_("Already recorded:"), *known] if known else [])]),
    )


def _refuse_replacing(staked: Sequence[Source], parties: Sequence[Stake]) -> None:
    """Refuse to replace a stake if the user may only add stakes.

    Recording another stake of the same source strikes out the existing one.
    """
    for party in parties:
        if party.source in staked:
            raise OperationError(
                _("“%s” already has a stake. Only people who may strike out stakes can replace it.") % party.source
            )


PAGES: dict[str, Callable[[HttpRequest, DeskAdmin, Claim], HttpResponse]] = {"parties": parties_page}
