"""Recording and changing documents; their corrections and retractions, each one action for all claims that show them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final

import msgspec
from django.db import transaction
from django.http import HttpResponse
from msgspec import UNSET, Meta, UnsetType
from rest_framework.request import Request

from claims.api.documents.reading import ReadableDocument, ReadableDocuments
from claims.api.merges.views import DRY_RUN, is_dry_run
from claims.api.sources.frame import RecordWrite, adds, alters, recorded, writes
from claims.api.writing import Because
from claims.casefile import FORMAT, case_of_values
from claims.casefile.source_records import Captured
from claims.casefile.values import Key, Language, Line, Name, PartialDate, Reason, Record, Text, Url
from claims.models import Attribution
from claims.operations.cases import load_case
from claims.operations.documents.changes import RetractionUndone as Undone
from claims.operations.documents.changes import claims_shown_in, correct_document, undo_retraction, withdraw_document
from claims.operations.writing import lock_loading
from claims.queries.attributions.by_key import attribution_of
from claims.queries.claims.selection import claims_of_keys, keys_of
from factcheck.api.problems import Fault, ProblemError
from factcheck.api.views import answer, encoded
from factcheck.words import OneOf
from sources.api.bodies import DocumentBody
from sources.api.document_reading import DocumentDetail, DocumentList
from sources.api.tags import refuse_stale, tag
from sources.models import Document
from sources.queries.reading import document_of_key
from sources.vocabulary import DocumentKind

#: More attributions than any one correction has withdrawn (a guess).
_MOST_TAKEN_BACK: Final = 1_000


class DocumentWritten(DocumentBody, frozen=True, kw_only=True, omit_defaults=True):
    """A document after a change, and the keys of the claims revised with it."""

    claims: tuple[str, ...]


class DocumentWrite(RecordWrite, ReadableDocument):
    """A write to one document; the response holds it and the revised claims."""

    within = "$.documents[0]"

    def load(self, request: Request, said: Record, reason: str, **known: str) -> Sequence[str]:
        """Store a document from the body, completed from the stored values in ``known``; return the revised claims."""
        sent = {name: value for name, value in msgspec.to_builtins(said).items() if name != "reason"}
        case = case_of_values({"format": FORMAT, "documents": [{**known, **sent}]})
        return sorted(load_case(case, self.change(request, reason)).revised)

    def answered(self, key: str, claims: Sequence[str], **more: Any) -> HttpResponse:
        """Return the response to a write, with ``more`` members."""
        body = self.body(key)
        return answer(encoded({**body, "claims": claims, **more}), etag=tag(body, DocumentBody))


class _Described(Record, frozen=True, kw_only=True):
    """The details of a document besides title, publisher and kind."""

    url: Url | UnsetType = UNSET
    author: Line | UnsetType = UNSET
    published_at: PartialDate | UnsetType | None = UNSET
    language: Language | UnsetType = UNSET
    copy_of: Key | UnsetType | None = UNSET
    archive_url: Url | UnsetType = UNSET
    captured: Captured | UnsetType = UNSET


class NewDocument(_Described, frozen=True, kw_only=True):
    """A document that the desk holds; its publisher must be recorded first."""

    key: Key
    publisher: Key
    kind: OneOf[DocumentKind]
    title: Name
    reason: Reason | UnsetType = UNSET


class DocumentEdit(_Described, frozen=True, kw_only=True):
    """Changes to a document: members that are left out stay; an empty value removes the stored one."""

    publisher: Key | UnsetType = UNSET
    kind: OneOf[DocumentKind] | UnsetType = UNSET
    title: Name | UnsetType = UNSET
    reason: Reason


class Documents(DocumentWrite, ReadableDocuments):
    """``/documents/``: list documents, and record a new one."""

    recorded_as = "document recorded"
    ops = {
        **DocumentList.ops,
        "POST": writes(
            "record_document",
            "Record a document that the desk holds.",
            adds("sources.document"),
            NewDocument,
            gives=DocumentWritten,
            status=201,
            problems=("key-taken",),
            example={
                "key": "ved-visit",
                "publisher": "vedomosti",
                "kind": "article",
                "title": "The visit is being prepared",
                "url": "https://vedomosti.example/visit",
                "published_at": "2024-06-10",
            },
        ),
    }

    def posted(self, request: Request, said: NewDocument, **_keys: Any) -> HttpResponse:
        with transaction.atomic():
            lock_loading()  # as for every change of a document: nobody can use the key meanwhile
            if document_of_key(said.key) is not None:
                raise ProblemError("key-taken", f"The document “{said.key}” already exists.")
            revised = self.load(request, said, said.reason or "")
        return recorded(self.answered(said.key, revised), request.build_absolute_uri(f"/api/v1/documents/{said.key}/"))


class OneDocument(DocumentWrite, DocumentDetail):
    """``/documents/KEY/``: read a document, and change its details."""

    recorded_as = "document changed"
    ops = {
        **DocumentDetail.ops,
        "PATCH": writes(
            "change_document",
            "Change the details of a document; claims that show it are revised.",
            alters("sources.document"),
            DocumentEdit,
            gives=DocumentWritten,
            on_revision=True,
            example={"author": "Jon Herskovitz", "reason": "As the page says."},
        ),
    }

    def patched(self, request: Request, said: DocumentEdit, **keys: Any) -> HttpResponse:
        key = keys["key"]
        with transaction.atomic():
            # Before the comparison: of two changes made on the same version, the second must find the first.
            lock_loading()
            body = self.body(key)
            refuse_stale(request, body, DocumentBody)
            required = {name: body[name] for name in ("key", "publisher", "kind", "title")}  # a PATCH may leave them out
            revised = self.load(request, said, said.reason, **required)
        return self.answered(key, revised)


class DocumentMove(DocumentWrite):
    """``POST /documents/KEY/…/``: one action on a document, by ``moved``, which affects every claim that shows it."""

    def posted(self, request: Request, said: Any, **keys: Any) -> HttpResponse:
        # Without If-Match: a retraction or correction records what a publisher did, whatever the desk had seen.
        document = self.found(keys["key"])
        with transaction.atomic():
            revised = self.moved(request, document, said)
            reached = sorted(keys_of(claims_shown_in(document) if revised is None else revised).values())
        return self.answered(document.key, reached)

    def moved(self, request: Request, document: Document, said: Any, /) -> set[int] | None:
        """Call the operation; return the claims that it revised, or None for all that show the document."""
        raise NotImplementedError


class DocumentTakenBack(Because, frozen=True, kw_only=True):
    """A retraction by the publisher: why, and when, as far as it says."""

    at: PartialDate | UnsetType | None = UNSET


class WithdrawDocument(DocumentMove):
    """Retract a document."""

    recorded_as = "document withdrawn"
    ops = {
        "POST": writes(
            "withdraw_document",
            "Record that the publisher retracted a document: all attributions made from it are withdrawn with it.",
            "sources_document_withdraw",
            DocumentTakenBack,
            gives=DocumentWritten,
            example={"at": "2024-06-12", "reason": "The publisher retracted the report."},
        )
    }

    def moved(self, request: Request, document: Document, said: DocumentTakenBack, /) -> None:
        withdraw_document(document, self.change(request, said.reason), withdrawn_at=said.at or "")


class RestoredAttribution(msgspec.Struct, frozen=True, kw_only=True):
    """An attribution that the retraction had withdrawn, and that is restored."""

    claim: str
    attribution: str


class RetractionUndone(DocumentWritten, frozen=True, kw_only=True, omit_defaults=True):
    """A document that is no longer retracted, the claims revised with it, and the restored attributions."""

    restored: tuple[RestoredAttribution, ...]


class UndoRetraction(DocumentWrite):
    """``POST /documents/KEY/retraction/undo/``: the retraction was a mistake, or was itself withdrawn."""

    recorded_as = "retraction undone"
    ops = {
        "POST": writes(
            "undo_retraction",
            "Undo the retraction of a document, with the withdrawals that it caused; what was done in the meantime stays.",
            "sources_document_undo_retraction",
            Because,
            gives=RetractionUndone,
            on_revision=True,
            parameters=DRY_RUN,
            example={"reason": "The notice of the retraction was a hoax."},
        )
    }

    def posted(self, request: Request, said: Because, **keys: Any) -> HttpResponse:
        dry_run = is_dry_run(request)
        with transaction.atomic():
            lock_loading()
            document = self.found(keys["key"])
            refuse_stale(request, self.body(document.key), DocumentBody)
            done, revised = self.undone(request, document, said)
            restored = [RestoredAttribution(claim=row.claim.key, attribution=row.key) for row in done.restored]
            reached = sorted(keys_of(revised).values())
            answer = self.answered(document.key, reached, restored=restored)
            transaction.set_rollback(dry_run)
        if dry_run:
            del answer["ETag"]  # of a state that was rolled back
        return answer

    def undone(self, request: Request, document: Document, said: Any) -> tuple[Undone, set[int]]:
        """Call the operation; return its result, and the claims that were revised."""
        return undo_retraction(document, self.change(request, said.reason)), claims_shown_in(document)


class AttributionTakenBack(Record, frozen=True, kw_only=True):
    """An attribution made from the document that its publisher withdraws."""

    claim: Key
    attribution: Key


class NewCorrection(Record, frozen=True, kw_only=True):
    """A publisher's correction, in its words if possible. Readers see it, and it is the reason of the change."""

    note: Text
    at: PartialDate | UnsetType | None = UNSET
    taken_back: Annotated[list[AttributionTakenBack], Meta(max_length=_MOST_TAKEN_BACK)] | UnsetType = UNSET


class CorrectDocument(DocumentMove):
    """Correct a document."""

    recorded_as = "document corrected"
    ops = {
        "POST": writes(
            "correct_document",
            "Record a correction of a document by its publisher, and which attributions made from it are withdrawn.",
            "sources_document_correct",
            NewCorrection,
            gives=DocumentWritten,
            example={
                "note": "An earlier version misstated who released the photographs.",
                "at": "2024-06-13",
                "taken_back": [{"claim": "visit-within-weeks", "attribution": "spokesman-review"}],
            },
        )
    }

    def moved(self, request: Request, document: Document, said: NewCorrection, /) -> None:
        rows = _taken_back(said.taken_back or ())
        correct_document(document, said.note, self.change(request, ""), said_at=said.at or "", taken_back=rows)


def _taken_back(named: Sequence[AttributionTakenBack]) -> list[Attribution]:
    """Return the attributions that were named. Raises: ProblemError with the place of each unknown one."""
    claims = claims_of_keys({each.claim for each in named})
    rows = [attribution_of(claims.get(each.claim, 0), each.attribution) for each in named]
    faults = [
        Fault(detail=f"Unknown attribution “{each.attribution}” of the claim “{each.claim}”.", pointer=f"/taken_back/{number}")
        for number, (each, row) in enumerate(zip(named, rows, strict=True))
        if row is None
    ]
    if faults:
        raise ProblemError("invalid", errors=faults)
    return [row for row in rows if row is not None]
