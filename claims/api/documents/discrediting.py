"""Discrediting all that rests on a document, and undoing that."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, UnsetType
from rest_framework.request import Request

from claims.api.documents.views import DocumentMove, DocumentWritten
from claims.api.named import document_named, sources_named
from claims.api.sources.frame import writes
from claims.api.writing import Because
from claims.casefile.values import Key, PartialDate
from claims.operations.decisions.discrediting import Evidence
from claims.operations.documents.discrediting import discredit_document, undo_discrediting
from claims.queries.claims import read as reading
from claims.queries.claims.selection import claims_of_keys
from factcheck.api.problems import Fault, ProblemError
from sources.models import Document


class DiscreditingDocument(Because, frozen=True, kw_only=True):
    """What shows that the document is forged or false (another document or a claim: at least one), who showed it, and when.

    Without ``by``, the publisher of the other document showed it.
    """

    at: PartialDate | UnsetType = UNSET
    by: Key | UnsetType = UNSET
    document: Key | UnsetType = UNSET
    claim: Key | UnsetType = UNSET


class DiscreditDocument(DocumentMove):
    """Discredit all that rests on a document."""

    recorded_as = "attributions discredited"
    ops = {
        "POST": writes(
            "discredit_document",
            "Record that a document was shown to be forged or false: all attributions made from it count for nothing, and so"
            " do those recorded from it later. Each claim has one decision of it.",
            "sources_document_discredit",
            DiscreditingDocument,
            gives=DocumentWritten,
            example={
                "document": "ved-visit",
                "by": "vedomosti",
                "at": "2024-06-12",
                "reason": "The pages are of another year.",
            },
        )
    }

    def moved(self, request: Request, document: Document, said: DiscreditingDocument, /) -> None:
        evidence = Evidence(
            document=document_named(said.document, "/document") if said.document else None,
            claim=_claim_named(said.claim) if said.claim else None,
            by=sources_named([said.by], lambda _number: "/by")[0] if said.by else None,
            shown_at=said.at or "",
        )
        discredit_document(document, evidence, self.change(request, said.reason))


def _claim_named(key: str) -> Any:
    """Return the claim with a key. Raises: ProblemError at its place if there is none."""
    found = claims_of_keys({key}).get(key)
    if found is None:
        raise ProblemError("invalid", errors=[Fault(detail=f"Unknown claim “{key}”.", pointer="/claim")])
    return reading.claim(found)


class UndoDiscrediting(DocumentMove):
    """``POST /documents/KEY/discrediting/undo/``: the document is genuine after all."""

    recorded_as = "decision struck"
    ops = {
        "POST": writes(
            "undo_document_discrediting",
            "Strike out, in every claim, the decisions that discredited all that rests on a document.",
            "sources_document_undo_discrediting",
            Because,
            gives=DocumentWritten,
            example={"reason": "The seal is genuine."},
        )
    }

    def moved(self, request: Request, document: Document, said: Because, /) -> None:
        undo_discrediting(document, self.change(request, said.reason))
