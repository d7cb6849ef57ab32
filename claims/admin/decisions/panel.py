"""The decisions on the page of a claim: current decisions, open requests for comment, and the available actions."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from claims.admin.claim_page.tabs import DECISIONS, opened_from
from claims.admin.claims.strikes import strike_address
from claims.admin.decisions.words import KINDS, OUTCOME_WORDS
from claims.admin.flags.steps import Button, is_merged_or_deleted, page_of
from claims.models import Attribution, Claim, Decision, Interest
from claims.operations.decisions.ledger import UNDONE_ELSEWHERE
from claims.queries.decisions.ledger import open_requests, standing_decisions
from claims.vocabulary import DISCREDITED, RETIRING
from sources.admin.display import record_link, with_key, words
from sources.admin.pages import may

#: Decisions shown on the page (a guess); the list of decisions has all of them.
_SHOWN = 20
#: Records named in a line (a guess); the rest are counted.
_NAMED = 8


class DecisionLine(NamedTuple):
    """A current decision."""

    row: Decision
    what: Any
    records: list[SafeString]  # who was asked, what is linked
    about: str  # the keys of the records that it concerns
    outcome: Any
    shown_at: str  # when attributions were shown to be forged or false
    take_back: str  # the URL, if the user may


class RequestLine(NamedTuple):
    """An open request for comment."""

    row: Decision
    party: SafeString | str
    overdue: bool
    silent: bool  # recorded as unanswered
    answer: str  # the URL, if the user may; so is the next
    no_answer: str


def decision_panel(claim: Claim, request: HttpRequest) -> dict[str, Any]:
    """Return the template context."""
    decisions = standing_decisions(claim)
    # A merged or split claim goes on in others, and the operations refuse decisions on it.
    closed = is_merged_or_deleted(claim) or any(row.kind in RETIRING for row in decisions)
    may_change = may(request, Decision, "change")
    return {
        "decided": [decision_line(row, DECISIONS, claim, may_strike=may_change) for row in decisions[:_SHOWN]],
        "decided_more": max(len(decisions) - _SHOWN, 0),
        "comment_requests": [_request(row, silent, claim, request) for row, silent in open_requests(decisions)],
        "decision_steps": [] if closed else _steps(claim, request),
        "all_decisions": f"{reverse('admin:claims_decision_changelist')}?claim__id__exact={claim.pk}",
    }


def decision_line(row: Decision, *shown_on: Any, may_strike: bool) -> DecisionLine:
    """Return the line for a decision; ``shown_on`` is the tab and the claim to which striking it out leads back."""
    linked: list[Any] = [row.source, row.document, row.other_claim]
    records = [record_link(record) for record in linked if record is not None]
    if row.attribution is not None:
        records.append(record_link(row.attribution, with_key(row.attribution.source, row.attribution.key)))
    # Verdicts and merges have their own undo, which does more than strike out the decision.
    strikeable = may_strike and row.kind not in UNDONE_ELSEWHERE
    return DecisionLine(
        row=row,
        what=KINDS.get(row.kind, words(row.kind)),
        records=records,
        about=about(row),
        outcome=OUTCOME_WORDS.get(row.outcome, ""),
        shown_at=row.happened_at if row.kind == DISCREDITED else "",
        take_back=strike_address(row, *shown_on) if strikeable else "",
    )


def about(row: Decision) -> str:
    """Return the keys of the records that a decision concerns."""
    keys = [key for _record, key in row.about]
    more = len(keys) - _NAMED
    shown = ", ".join(keys[:_NAMED])
    return shown if more <= 0 else _("%(keys)s and %(more)s more") % {"keys": shown, "more": more}


def _request(row: Decision, silent: bool, claim: Claim, request: HttpRequest) -> RequestLine:
    overdue = row.answer_by is not None and row.answer_by <= timezone.now()
    records = may(request, Decision, "add")
    answers = records and may(request, Attribution, "add")
    # Before the deadline the party may still answer.
    closes = records and not silent and (overdue or row.answer_by is None)
    return RequestLine(
        row,
        record_link(row.source) if row.source else "",
        overdue,
        silent,
        _page(claim, "answer", request=str(row.pk)) if answers else "",
        _page(claim, "no_answer", request=str(row.pk)) if closes else "",
    )


def _page(claim: Claim, name: str, **asked: str) -> str:
    return opened_from(page_of(claim, name, **asked), DECISIONS)


def _steps(claim: Claim, request: HttpRequest) -> list[Button]:
    found = []
    if may(request, Decision, "add"):
        found.append(Button(_("Request comment"), _page(claim, "comment")))
    if may(request, Interest, "add"):
        found.append(Button(_("Set accused parties"), _page(claim, "parties")))
    if may(request, Decision, "add") and may(request, Claim, "change"):
        found.append(Button(_("Reaffirm"), _page(claim, "reaffirm")))
        found.append(Button(_("Link an outcome"), _page(claim, "outcome")))
    if may(request, Attribution, "change"):
        found.append(Button(_("Discredit attributions"), _page(claim, "discredit")))
    return found
