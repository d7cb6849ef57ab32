"""Expressions of concern by a document's publisher, and lifting them."""

from __future__ import annotations

from msgspec import UNSET, UnsetType
from rest_framework.request import Request

from claims.api.documents.views import DocumentMove, DocumentWritten
from claims.api.sources.frame import writes
from claims.api.writing import Because
from claims.casefile.values import PartialDate, Record, Text
from claims.operations.documents.concerns import express_concern, lift_concerns
from sources.models import Document


class NewConcern(Record, frozen=True, kw_only=True):
    """What the publisher doubts, in its words if possible, and when it said so. It is the reason of the change."""

    note: Text
    at: PartialDate | UnsetType | None = UNSET


class ExpressConcern(DocumentMove):
    """Record an expression of concern."""

    recorded_as = "concern recorded"
    ops = {
        "POST": writes(
            "express_concern",
            "Record that the publisher expressed concern about a document: claims that rest on it are flagged; no count"
            " changes.",
            "sources_document_concern",
            NewConcern,
            gives=DocumentWritten,
            example={"note": "The agency is looking into who spoke to it.", "at": "2024-06-12"},
        )
    }

    def moved(self, request: Request, document: Document, said: NewConcern, /) -> None:
        express_concern(document, said.note, self.change(request, ""), said_at=said.at or "")


class LiftConcern(DocumentMove):
    """``POST /documents/KEY/concern/lift/``: the publisher stands by the document again."""

    recorded_as = "concern lifted"
    ops = {
        "POST": writes(
            "lift_concern",
            "Lift the expressions of concern about a document. They stay on record.",
            "sources_document_lift_concern",
            Because,
            gives=DocumentWritten,
            example={"reason": "The agency stands by its report."},
        )
    }

    def moved(self, request: Request, document: Document, said: Because, /) -> None:
        lift_concerns(document, self.change(request, said.reason))
