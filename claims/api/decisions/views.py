"""The ledger of decisions of a claim: reading it, adding decisions, and withdrawing them."""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter
from typing import Any

import msgspec
from django.http import HttpResponse
from msgspec import UNSET, UnsetType
from rest_framework.request import Request

from claims.api.attributions.views import AttributionMove
from claims.api.claims.bodies import tagged
from claims.api.claims.read import ClaimsView, reads
from claims.api.named import document_named
from claims.api.writing import Because, ClaimMove, Expected, changing
from claims.casefile.values import Key, PartialDate
from claims.models import Attribution
from claims.operations.decisions.ledger import declare_change, link_outcome, reaffirm, strike_decision
from claims.queries.claims import read as reading
from claims.queries.decisions.ledger import decision_numbered, ledger
from claims.verification import Change
from claims.vocabulary import PredictionOutcome
from factcheck.api.paging import before_of, before_parameters, limit_of, numbered_page
from factcheck.api.problems import ProblemError
from factcheck.api.views import unchanged
from factcheck.words import OneOf


class SettledRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A record that a decision is about: its kind, and its key."""

    record: str
    key: str


class Strike(msgspec.Struct, frozen=True, kw_only=True):
    """When a decision was withdrawn, by whom and why."""

    at: str
    by: str
    reason: str


class DecisionLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One decision: its number within the claim, what was settled, by whom and why; references are keys.

    ``request`` is the number of the request for comment that it answers.
    """

    number: int
    kind: str
    at: str
    actor: str
    reason: str
    about: tuple[SettledRecord, ...] = ()
    attribution: str = ""
    source: str = ""
    claim: str = ""
    document: str = ""
    request: int | None = None
    outcome: str = ""
    happened_at: str = ""
    answer_by: str = ""
    struck: Strike | None = None


class DecisionPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of decisions."""

    decisions: tuple[DecisionLine, ...]
    next: str | None


class Decisions(ClaimsView):
    """``GET /claims/KEY/decisions/``: all decisions on a claim, newest first, including withdrawn ones."""

    ops = {
        "GET": reads(
            "list_decisions",
            "The decisions on a claim, newest first, including withdrawn ones.",
            "claims.view_decision",
            parameters=before_parameters("decisions"),
            gives=DecisionPage,
            problems=("gone",),
        )
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        head = self.found(key)
        # Every decision comes with a revision of its claim, so the digest of that covers the ledger.
        etag = tagged("decisions", head.digest, str(before_of(request)), str(limit_of(request)))
        if (same := unchanged(request, etag)) is not None:
            return same
        return numbered_page(
            request,
            "decisions",
            lambda before, limit: [_line(row) for row in ledger(head.id, before, limit)],
            attrgetter("number"),
            etag=etag,
        )


def _line(row: Mapping[str, Any]) -> DecisionLine:
    keys = {name: row[name] or "" for name in ("attribution", "source", "claim", "document")}
    struck = row["struck_at"]
    return DecisionLine(
        **keys,
        number=row["number"],
        kind=row["kind"],
        at=row["recorded_at"].isoformat(),
        actor=row["actor"],
        reason=row["reason"],
        about=tuple(SettledRecord(record=record, key=key) for record, key in row["about"]),
        request=row["request"],
        outcome=row["outcome"],
        happened_at=row["happened_at"],
        answer_by=row["answer_by"].isoformat() if row["answer_by"] else "",
        struck=Strike(at=struck.isoformat(), by=row["struck_by"], reason=row["struck_reason"]) if struck else None,
    )


class Declare(AttributionMove):
    """Declare the last word of a voice."""

    recorded_as = "change declared"
    ops = {
        "POST": changing(
            "declare_change",
            "Declare the last word of a voice that both supports and denies; readers see the reason.",
            "claims_claim_declare",
            Because,
            example={"reason": "The ministry corrected itself."},
        )
    }

    def done_to(self, attribution: Attribution, _said: Because, change: Change, seen: Expected, /, **_keys: Any) -> None:
        declare_change(attribution, change, expected=seen)


class Reaffirm(ClaimMove):
    """Reaffirm a claim."""

    recorded_as = "reaffirmed"
    ops = {
        "POST": changing(
            "reaffirm_claim",
            "Confirm that a claim is still correct: its shelf life restarts, and no origin is added.",
            "claims_claim_reaffirm",
            Because,
            example={"reason": "Nothing new is reported."},
        )
    }

    def moved(self, claim_id: int, _said: Because, change: Change, seen: Expected, /, **_keys: Any) -> None:
        reaffirm(claim_id, change, expected=seen)


class LinkingOutcome(Because, frozen=True, kw_only=True):
    """The outcome, when it happened, and the evidence: a document that we hold, or a claim."""

    outcome: OneOf[PredictionOutcome]
    document: Key | UnsetType = UNSET
    claim: Key | UnsetType = UNSET
    happened_at: PartialDate | UnsetType = UNSET


class Outcome(ClaimMove):
    """Link an outcome."""

    recorded_as = "outcome linked"
    ops = {
        "POST": changing(
            "link_outcome",
            "Link the outcome of a prediction; readers see the reason. It changes no count.",
            "claims_claim_outcome",
            LinkingOutcome,
            example={
                "outcome": "came_about",
                "claim": "visit-in-preparation",
                "happened_at": "2024-06-10",
                "reason": "He was seen there.",
            },
        )
    }

    def moved(self, claim_id: int, said: LinkingOutcome, change: Change, seen: Expected, /, **_keys: Any) -> None:
        document = document_named(said.document, "/document") if said.document else None
        other = reading.claim(self.named(said.claim, "/claim").id) if said.claim else None
        happened_at = said.happened_at or ""
        shown: dict[str, Any] = {"document": document, "other_claim": other, "happened_at": happened_at}
        link_outcome(claim_id, said.outcome, change, expected=seen, **shown)


class StrikeDecision(ClaimMove):
    """Withdraw a decision."""

    recorded_as = "decision struck"
    ops = {
        "POST": changing(
            "strike_decision",
            "Withdraw a decision: it stays on record as struck out, and settles nothing any longer.",
            "claims_decision_strike",
            Because,
            example={"reason": "It was said of another claim."},
        )
    }

    def moved(self, claim_id: int, _said: Because, change: Change, seen: Expected, /, **keys: Any) -> None:
        found = decision_numbered(claim_id, keys["number"])
        if found is None:
            raise ProblemError("not-found", f"This claim has no decision {keys['number']}.")
        strike_decision(found, change, expected=seen)
