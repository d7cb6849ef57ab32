"""The tabs on the page of a claim, each with its own address, and the way back to the one that a person came from."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from claims.models import Claim

OVERVIEW: Final = "overview"
CHAIN: Final = "chain"
DECISIONS: Final = "decisions"
HISTORY: Final = "history"
EDIT: Final = "edit"

#: The parameter of an action's page that names the tab with the link to it.
FROM: Final = "from"


class Tab(NamedTuple):
    """A tab: its label, and the name of its URL in the admin. The overview has the address of the claim itself."""

    label: Any
    url_name: str


TABS: Final = {
    OVERVIEW: Tab(_("Overview"), "claims_claim_change"),
    CHAIN: Tab(_("Chain"), "claims_claim_chain"),
    DECISIONS: Tab(_("Decisions"), "claims_claim_decisions"),
    HISTORY: Tab(_("History"), "claims_claim_history"),
    EDIT: Tab(_("Edit"), "claims_claim_edit"),
}


def tab_url(claim_id: int, name: str) -> str:
    """Return the address of a tab."""
    return reverse(f"admin:{TABS[name].url_name}", args=[claim_id])


def back_to(request: HttpRequest, claim: Claim) -> str:
    """Return the address of the tab from which a person opened the page of an action; without one, the overview."""
    return came_from(request, claim) or tab_url(claim.pk, OVERVIEW)


def came_from(request: HttpRequest, claim: Claim) -> str:
    """Return the address of the tab that the URL names, or an empty text."""
    name = request.GET.get(FROM, "")
    return tab_url(claim.pk, name) if name in TABS else ""


def opened_from(address: str, name: str) -> str:
    """Return the address of an action's page, which leads back to the tab ``name``."""
    return f"{address}{'&' if '?' in address else '?'}{FROM}={name}"
