"""The buttons on the card of a flag that lead to the page that resolves it."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from claims.admin.decisions.words import STEPS
from claims.admin.flags.records import Known
from claims.models import Claim, Decision, Flag
from sources.admin.display import words
from sources.admin.pages import may


class Button(NamedTuple):
    """A button: its label and URL."""

    label: str
    address: str


def is_merged_or_deleted(claim: Claim) -> bool:
    """Return whether a claim was merged or deleted, so that its flags can no longer be resolved."""
    return claim.merged_into_id is not None or claim.removed_at is not None


def page_of(claim: Claim, name: str, **asked: str) -> str:
    """Return the URL of a page under the page of a claim."""
    address = reverse(f"admin:claims_claim_{name}", args=[claim.pk])
    return f"{address}?{urlencode(asked)}" if asked else address


def steps(flag: Flag, known: Known, claim: Claim, request: HttpRequest) -> list[Button]:
    """Return the buttons that resolve an open flag, as far as the user may use them."""
    if is_merged_or_deleted(claim):
        return []
    if flag.code == "verdict_outdated":
        return _verdict(claim)
    decides = may(request, Decision, "add")
    if flag.code == "no_response_sought":
        return [Button(_("Request comment"), page_of(claim, "comment"))] if decides else []
    return _settling(flag, known, claim) if decides and may(request, Claim, "change") else []


def _settling(flag: Flag, known: Known, claim: Claim) -> list[Button]:
    if flag.code in STEPS:
        return [Button(str(STEPS[flag.code].button), page_of(claim, "settle", code=flag.code))]
    if flag.code == "overdue_outcome":
        return [Button(_("Link an outcome"), page_of(claim, "outcome"))]
    return _last_words(flag, known, claim) if flag.code == "self_contradicting" else []


def _last_words(flag: Flag, known: Known, claim: Claim) -> list[Button]:
    # The claims that contradict it are culprits too, and no statement.
    statements = [(key, known.get((record, key))) for record, key in flag.culprits if record == "attribution"]
    return [Button(_last_word(key, row), page_of(claim, "declare", last=key)) for key, row in statements if row is not None]


def _last_word(key: str, row: Any) -> str:
    named = {"stance": words(row.stance), "at": row.said_at, "key": key}
    if row.said_at:
        return _("Latest position: %(stance)s, %(at)s (%(key)s)") % named
    return _("Latest position: %(stance)s (%(key)s)") % named


def _verdict(claim: Claim) -> list[Button]:
    try:
        return [Button(_("View the verdict"), page_of(claim, "verdict"))]
    except NoReverseMatch:
        return []
