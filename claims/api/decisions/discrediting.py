"""Discrediting attributions: a third party showed that they are forged or false. Striking the decision takes it back."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, UnsetType

from claims.api.attributions.views import AttributionMove
from claims.api.named import document_named, sources_named
from claims.api.writing import Because, Expected, changing
from claims.casefile.values import Key, PartialDate
from claims.models import Attribution
from claims.operations.decisions.discrediting import Evidence, discredit
from claims.queries.claims import read as reading
from claims.verification import Change


class Discrediting(Because, frozen=True, kw_only=True):
    """What shows it (a document, an attribution of the claim or another claim: at least one), who showed it, and when.

    Without ``by``, the publisher of the document showed it.
    """

    at: PartialDate | UnsetType = UNSET
    by: Key | UnsetType = UNSET
    document: Key | UnsetType = UNSET
    attribution: Key | UnsetType = UNSET
    claim: Key | UnsetType = UNSET


class Discredit(AttributionMove):
    """Discredit an attribution."""

    recorded_as = "attribution discredited"
    ops = {
        "POST": changing(
            "discredit_attribution",
            "Record that a third party showed a statement to be forged or false: it counts for nothing, and nobody is said to"
            " have withdrawn it. Strike the decision to take it back.",
            "claims_claim_discredit",
            Discrediting,
            example={
                "document": "sr-rare-visits",
                "by": "vedomosti",
                "at": "2024-06-12",
                "reason": "The letter bears a seal of another year.",
            },
        )
    }

    def done_to(self, attribution: Attribution, said: Discrediting, change: Change, seen: Expected, /, **_keys: Any) -> None:
        discredit([attribution], self._evidence(attribution, said), change, expected=seen)

    def _evidence(self, attribution: Attribution, said: Discrediting) -> Evidence:
        return Evidence(
            document=document_named(said.document, "/document") if said.document else None,
            attribution=self.attribution(attribution.claim_id, said.attribution, "/attribution") if said.attribution else None,
            claim=reading.claim(self.named(said.claim, "/claim").id) if said.claim else None,
            by=sources_named([said.by], lambda _number: "/by")[0] if said.by else None,
            shown_at=said.at or "",
        )
