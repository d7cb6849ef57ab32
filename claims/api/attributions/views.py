"""Attributions: recording them (their meaning is never edited), withdrawing and voiding them, their documents and links."""

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
from claims.casefile.attribution_records import Quote, Said
from claims.casefile.values import Key, PartialDate, Reason, Record
from claims.models import Attribution
from claims.operations.attributions.changes import redirect_link, strike_link, void, withdraw
from claims.operations.attributions.record import lock_and_add_attributions
from claims.operations.cases.attributions import quote_columns
from claims.operations.documents.changes import attach_document, detach_document
from claims.queries.attributions.by_key import attribution_of, keys_taken, link_of
from claims.verification import Change
from claims.vocabulary import Withdrawer
from factcheck.access.scopes import CLAIMS_WRITE
from factcheck.api.describing import Op
from factcheck.api.problems import Fault, ProblemError
from factcheck.words import OneOf


class NewAttribution(Said, frozen=True, kw_only=True):
    """Who says so, and through which attributions of this claim it came. Off-the-record statements may not be stored."""


class NewAttributions(Record, frozen=True, kw_only=True):
    """A whole chain, in any order: who said it, and each hand that it came through."""

    attributions: Annotated[list[NewAttribution], Meta(min_length=1, max_length=1_000)]
    reason: Reason | UnsetType = UNSET


def needs_of(sent: Iterable[NewAttribution]) -> list[str]:
    """Return the permissions that recording these requires: one that supersedes another changes what is recorded."""
    rows = list(sent)
    replaces = any(row.supersedes for row in rows)
    return (["claims.add_attribution"] if rows else []) + (["claims.change_attribution"] if replaces else [])


class Attributions(ClaimWrite, AttributionList):
    """``/claims/KEY/attributions/``: list them, and add new ones. Additions never conflict, so they need no If-Match."""

    within = "$.claims[0]"
    recorded_as = "attribution recorded"
    ops = {
        **AttributionList.ops,
        "POST": Op(
            name="record_attributions",
            does="Record attributions of a claim: who says so, and through whose hands it came.",
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
        # Only the body says whether one supersedes another, which reporters may not do.
        require(request, *needs_of(said.attributions))
        # A case file may repeat what is stored, and changes nothing then; a POST must not answer 201 for that.
        taken = keys_taken(head.id, [row.key for row in said.attributions])
        if faults := [_taken(number, row.key) for number, row in enumerate(said.attributions) if row.key in taken]:
            raise ProblemError("key-taken", errors=faults)
        rows = [msgspec.to_builtins(row) for row in said.attributions]
        lock_and_add_attributions(head.id, self.change(request, said.reason or ""), rows)
        return claim_answer(head.id, status=201)


def _taken(number: int, key: str) -> Fault:
    return Fault(detail=f"This claim already has an attribution “{key}”.", pointer=f"/attributions/{number}/key")


class AttributionMove(ClaimMove):
    """``POST /claims/KEY/attributions/ATTRIBUTION/…/``: one operation on a recorded attribution."""

    def moved(self, claim_id: int, said: Any, change: Change, seen: Expected, /, **keys: Any) -> None:
        self.done_to(self.attribution(claim_id, keys.pop("attribution")), said, change, seen, **keys)

    def attribution(self, claim_id: int, key: str, pointer: str = "") -> Attribution:
        """Return an attribution of the claim. Raises: ProblemError if there is none with this key."""
        found = attribution_of(claim_id, key)
        if found is None:
            detail = f"This claim has no attribution “{key}”."
            # An unknown key in the body is an error at its place (422), one in the URL is 404 (decision 18).
            raise (
                ProblemError("invalid", errors=[Fault(detail=detail, pointer=pointer)])
                if pointer
                else ProblemError("not-found", detail)
            )
        return found

    def done_to(self, attribution: Attribution, said: Any, change: Change, seen: Expected, /, **keys: Any) -> None:
        """Call the operation."""
        raise NotImplementedError


class Withdrawing(Because, frozen=True, kw_only=True):
    """Who withdrew it, and when, if known."""

    by: OneOf[Withdrawer]
    at: PartialDate | UnsetType = UNSET


class Withdraw(AttributionMove):
    """Withdraw an attribution."""

    recorded_as = "attribution withdrawn"
    ops = {
        "POST": changing(
            "withdraw_attribution",
            "Record that the source or the outlet withdrew a statement.",
            "claims_attribution_withdraw",
            Withdrawing,
            example={"by": "outlet", "at": "2024-06-12", "reason": "Vedomosti withdrew its report."},
        )
    }

    def done_to(self, attribution: Attribution, said: Withdrawing, change: Change, seen: Expected, /, **_keys: Any) -> None:
        withdraw(attribution, change, by=said.by, withdrawn_at=said.at or "", expected=seen)


class Void(AttributionMove):
    """Void an attribution."""

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
    """A document that shows it, with its words as they are there."""

    document: Key
    quote: Quote | UnsetType = UNSET


class Detaching(Because, frozen=True, kw_only=True):
    """A further document that does not show it."""

    document: Key


class Attach(AttributionMove):
    """Attach a document to an attribution."""

    recorded_as = "document attached"
    ops = {
        "POST": changing(
            "attach_document",
            "Attach a document that we hold to an attribution: its first one, or a further one with the same statement.",
            "claims_attribution_attach",
            Attaching,
            example={"document": "sr-visit", "reason": "We hold the page now."},
        )
    }

    def done_to(self, attribution: Attribution, said: Attaching, change: Change, seen: Expected, /, **_keys: Any) -> None:
        document = document_named(said.document, "/document")
        attach_document(attribution, document, change, quote=quote_columns(said.quote), expected=seen)


class Detach(AttributionMove):
    """Detach a further document from an attribution."""

    recorded_as = "document detached"
    ops = {
        "POST": changing(
            "detach_document",
            "Detach a further document that does not hold the statement; the first document stays.",
            "claims_attribution_detach",
            Detaching,
            example={"document": "sr-visit", "reason": "It does not quote her."},
        )
    }

    def done_to(self, attribution: Attribution, said: Detaching, change: Change, seen: Expected, /, **_keys: Any) -> None:
        detach_document(attribution, document_named(said.document, "/document"), change, expected=seen)


class StrikeLink(AttributionMove):
    """Strike out a link."""

    recorded_as = "link struck out"
    ops = {
        "POST": changing(
            "strike_link",
            "Strike out a link of an attribution to one that it does not pass on.",
            "claims_attribution_strike_link",
            Because,
            example={"reason": "It does not name its source."},
        )
    }

    def done_to(self, attribution: Attribution, _said: Because, change: Change, seen: Expected, /, **keys: Any) -> None:
        strike_link(_link(attribution, keys["cited"]), change, expected=seen)


class Redirecting(Because, frozen=True, kw_only=True):
    """The attribution that it passes on instead."""

    to: Key


class RedirectLink(AttributionMove):
    """Redirect a link."""

    recorded_as = "link redirected"
    ops = {
        "POST": changing(
            "redirect_link",
            "Point a link at another attribution of the same claim.",
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
