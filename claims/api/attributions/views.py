"""Attributions: recorded, never edited in meaning; withdrawn, voided, and their documents and links set right."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

import msgspec
from django.http import HttpResponse
from msgspec import UNSET, Meta, UnsetType
from rest_framework.request import Request

from claims.api.claims.bodies import ClaimBody
from claims.api.claims.parts import AttributionList
from claims.api.named import document_named
from claims.api.writing import Because, ClaimMove, ClaimWrite, Expected, changing, claim_answer, require
from claims.casefile.records import Said
from claims.casefile.values import Key, PartialDate, Reason, Record
from claims.models import Attribution
from claims.operations.attributions.changes import redirect_link, strike_link, void, withdraw
from claims.operations.attributions.record import record_beside
from claims.operations.documents.changes import attach_document
from claims.queries.attributions.by_key import attribution_of, keys_taken, link_of
from claims.verification import Change
from claims.vocabulary import Withdrawer
from factcheck.access.scopes import CLAIMS_WRITE
from factcheck.api.describing import Op
from factcheck.api.problems import Fault, ProblemError
from factcheck.words import OneOf


class NewAttribution(Said, frozen=True, kw_only=True):
    """Who says so, and through which attributions of this claim it came. What was said off the record may not be stored."""


class NewAttributions(Record, frozen=True, kw_only=True):
    """A chain at once, in any order: who said it, and each hand that it came through."""

    attributions: Annotated[list[NewAttribution], Meta(min_length=1, max_length=1_000)]
    reason: Reason | UnsetType = UNSET


def needs_of(sent: Iterable[NewAttribution]) -> list[str]:
    """Return the permissions that recording these asks for: one that takes another's place changes what is recorded."""
    rows = list(sent)
    replaces = any(row.supersedes for row in rows)
    return (["claims.add_attribution"] if rows else []) + (["claims.change_attribution"] if replaces else [])


class Attributions(ClaimWrite, AttributionList):
    """``/claims/KEY/attributions/``: a page of them, and new ones. Nobody can be in their way: they ask for no revision."""

    within = "$.claims[0]"
    recorded_as = "attribution recorded"
    ops = {
        **AttributionList.ops,
        "POST": Op(
            name="record_attributions",
            does="Record who says so, and through whose hands it came.",
            scope=CLAIMS_WRITE,
            needs=("claims.add_attribution",),
            takes=NewAttributions,
            gives=ClaimBody,
            status=201,
            problems=("gone", "key-taken"),
            example={
                "attributions": [
                    {"key": "dip", "source": "vedomosti-diplomat", "stance": "supports", "basis": "statement"},
                    {"key": "ved", "source": "vedomosti", "stance": "reports", "cites": ["dip"], "said_at": "2024-06-10"},
                ]
            },
        ),
    }

    def posted(self, request: Request, said: NewAttributions, **keys: Any) -> HttpResponse:
        head = self.found(keys["key"])
        require(request, *needs_of(said.attributions))
        taken = keys_taken(head.id, [row.key for row in said.attributions])
        if faults := [_taken(number, row.key) for number, row in enumerate(said.attributions) if row.key in taken]:
            raise ProblemError("key-taken", errors=faults)
        rows = [msgspec.to_builtins(row) for row in said.attributions]
        record_beside(head.id, self.change(request, said.reason or ""), attributions=rows)
        return claim_answer(head.id, status=201)


def _taken(number: int, key: str) -> Fault:
    return Fault(detail=f"This claim has an attribution “{key}” already.", pointer=f"/attributions/{number}/key")


class AttributionMove(ClaimMove):
    """``POST /claims/KEY/attributions/ATTRIBUTION/…/``: one operation on a recorded attribution."""

    def moved(self, claim_id: int, said: Any, change: Change, seen: Expected, /, **keys: Any) -> None:
        self.done_to(self.attribution(claim_id, keys.pop("attribution")), said, change, seen, **keys)

    def attribution(self, claim_id: int, key: str, pointer: str = "") -> Attribution:
        """Return an attribution of the claim. Raises: ProblemError where it has none of this key."""
        found = attribution_of(claim_id, key)
        if found is None:
            told = f"This claim has no attribution “{key}”."
            raise (
                ProblemError("invalid", errors=[Fault(detail=told, pointer=pointer)])
                if pointer
                else ProblemError("not-found", told)
            )
        return found

    def done_to(self, attribution: Attribution, said: Any, change: Change, seen: Expected, /, **keys: Any) -> None:
        """Make the one call."""
        raise NotImplementedError


class Withdrawing(Because, frozen=True, kw_only=True):
    """By whom it was taken back, and when as far as is said."""

    by: OneOf[Withdrawer]
    at: PartialDate | UnsetType = UNSET


class Withdraw(AttributionMove):
    """It was taken back."""

    recorded_as = "attribution withdrawn"
    ops = {
        "POST": changing(
            "withdraw_attribution",
            "Record that a statement was taken back, by its source or by the outlet.",
            "claims_attribution_withdraw",
            Withdrawing,
            example={"by": "outlet", "at": "2024-06-12", "reason": "Vedomosti withdrew its report."},
        )
    }

    def done_to(self, attribution: Attribution, said: Withdrawing, change: Change, seen: Expected, /, **_keys: Any) -> None:
        withdraw(attribution, change, by=said.by, withdrawn_at=said.at or "", expected=seen)


class Void(AttributionMove):
    """It was our own error."""

    recorded_as = "attribution voided"
    ops = {
        "POST": changing(
            "void_attribution",
            "Record that an attribution was our own error: it counts as never recorded.",
            "claims_attribution_void",
            Because,
            example={"reason": "Recorded for the wrong claim."},
        )
    }

    def done_to(self, attribution: Attribution, _said: Because, change: Change, seen: Expected, /, **_keys: Any) -> None:
        void(attribution, change, expected=seen)


class Attaching(Because, frozen=True, kw_only=True):
    """The document that shows it."""

    document: Key


class Attach(AttributionMove):
    """We hold a document of it now."""

    recorded_as = "document attached"
    ops = {
        "POST": changing(
            "attach_document",
            "Attach a document that we hold to an attribution that had none.",
            "claims_attribution_attach",
            Attaching,
            example={"document": "sr-visit", "reason": "We hold the page now."},
        )
    }

    def done_to(self, attribution: Attribution, said: Attaching, change: Change, seen: Expected, /, **_keys: Any) -> None:
        attach_document(attribution, document_named(said.document, "/document"), change, expected=seen)


class StrikeLink(AttributionMove):
    """A link does not hold."""

    recorded_as = "link struck out"
    ops = {
        "POST": changing(
            "strike_link",
            "Strike out a link to what an attribution was said to pass on.",
            "claims_attribution_strike_link",
            Because,
            example={"reason": "It does not name its source."},
        )
    }

    def done_to(self, attribution: Attribution, _said: Because, change: Change, seen: Expected, /, **keys: Any) -> None:
        strike_link(_link(attribution, keys["cited"]), change, expected=seen)


class Redirecting(Because, frozen=True, kw_only=True):
    """What it passes on instead."""

    to: Key


class RedirectLink(AttributionMove):
    """A link leads elsewhere."""

    recorded_as = "link redirected"
    ops = {
        "POST": changing(
            "redirect_link",
            "Let a link point to another attribution of the same claim.",
            "claims_attribution_redirect_link",
            Redirecting,
            example={"to": "ved", "reason": "It cites Vedomosti, not the diplomat."},
        )
    }

    def done_to(self, attribution: Attribution, said: Redirecting, change: Change, seen: Expected, /, **keys: Any) -> None:
        cited = self.attribution(attribution.claim_id, said.to, "/to")
        redirect_link(_link(attribution, keys["cited"]), cited, change, expected=seen)


def _link(attribution: Attribution, cited: str) -> Any:
    found = link_of(attribution, cited)
    if found is None:
        raise ProblemError("not-found", f"“{attribution.key}” does not pass on “{cited}”.")
    return found
