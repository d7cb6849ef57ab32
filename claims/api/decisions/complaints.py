"""Complaints of parties about claims: like private notes they are in no other response, and in no log."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import msgspec
from django.http import HttpResponse
from django.views.decorators.debug import sensitive_variables
from msgspec import UNSET, Meta, UnsetType
from rest_framework.request import Request

from claims.api.named import document_named, sources_named
from claims.api.private_texts import TextList, TextMove, head_of, numbered
from claims.api.writing import Because, sends
from claims.casefile.values import Instant, Key, Record, Text
from claims.models import Claim, Complaint
from claims.operations.decisions.complaints import LONGEST, answer_complaint, record_complaint, strike_complaint
from claims.queries.decisions.complaints import complaint_numbered, complaints_of, number_of
from claims.vocabulary import ComplaintKind
from factcheck.access.scopes import CLAIMS_WRITE
from factcheck.api.describing import Op
from factcheck.words import OneOf

_Letter = Annotated[str, Meta(min_length=1, max_length=LONGEST)]


class ComplaintHead(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The record of a complaint: its number within the claim, whose it is, and its times."""

    number: int
    kind: str
    source: str
    received_at: str
    due_at: str
    actor: str
    at: str
    answered_at: str = ""
    answered_by: str = ""
    struck_at: str = ""
    struck_by: str = ""


class ComplaintLine(ComplaintHead, frozen=True, kw_only=True, omit_defaults=True):
    """A complaint, with the keys of all claims that it is about."""

    claims: tuple[str, ...]
    text: str
    sender: str = ""
    document: str = ""
    answer: str = ""
    struck_reason: str = ""


class ComplaintList(msgspec.Struct, frozen=True, kw_only=True):
    """The complaints about a claim, newest first."""

    complaints: tuple[ComplaintLine, ...]


class NewComplaint(Record, frozen=True, kw_only=True):
    """A complaint of a party about this claim, and about the further ``claims``. ``sender`` wrote it, if not the party."""

    kind: OneOf[ComplaintKind]
    source: Key
    text: _Letter
    received_at: Instant
    due_at: Instant
    sender: Annotated[str, Meta(max_length=300)] = ""
    document: Key | UnsetType = UNSET
    claims: Annotated[list[Key], Meta(max_length=50)] = []


class ComplaintAnswer(Record, frozen=True, kw_only=True):
    """When the desk answered, and with what."""

    answer: Text
    answered_at: Instant


class Complaints(TextList):
    """``/claims/KEY/complaints/``: list complaints, and record one."""

    name = "complaints"
    recorded_as = "complaint received"
    ops = {
        "GET": Op(
            name="list_complaints",
            does="The complaints of parties about a claim: corrections, wishes to reply, letters of lawyers.",
            scope=CLAIMS_WRITE,
            needs=("claims.view_claim", "claims.view_complaint"),
            gives=ComplaintList,
            problems=("gone",),
        ),
        "POST": Op(
            name="record_complaint",
            does="Record a complaint of a party, and by when it has to be answered; readers never see it.",
            scope=CLAIMS_WRITE,
            needs=("claims.view_claim", *sends("claims_claim_complaint")),
            takes=NewComplaint,
            gives=ComplaintHead,
            status=201,
            problems=("gone",),
            example={
                "kind": "correction",
                "source": "vedomosti",
                "text": "The visit was announced on Monday, not on Tuesday.",
                "received_at": "2024-06-11T09:00:00Z",
                "due_at": "2024-06-18T09:00:00Z",
            },
        ),
    }

    def listed(self, claim: Claim) -> ComplaintList:
        newest_first = list(complaints_of(claim.pk))[::-1]
        return ComplaintList(complaints=tuple(_line(row, number) for number, row in numbered(newest_first)))

    @sensitive_variables()
    def posted(self, request: Request, said: NewComplaint, **keys: Any) -> HttpResponse:
        head = self.found(keys["key"])
        ids = [head.id, *(self.named(key, f"/claims/{place}").id for place, key in enumerate(said.claims))]
        (source,) = sources_named([said.source], lambda _place: "/source")
        made = record_complaint(
            ids,
            said.kind,
            source,
            self.change(request, ""),
            text=said.text,
            received_at=datetime.fromisoformat(said.received_at),
            due_at=datetime.fromisoformat(said.due_at),
            sender=said.sender,
            document=document_named(said.document, "/document") if said.document else None,
        )
        return _head(made, number_of(made, head.id), status=201)


class _ComplaintMove(TextMove):
    numbered = complaint_numbered
    unknown = "Unknown complaint about this claim."


class AnswerComplaint(_ComplaintMove):
    """Record the answer to a complaint."""

    recorded_as = "complaint answered"
    ops = {
        "POST": Op(
            name="answer_complaint",
            does="Record when the desk answered a complaint, and with what.",
            scope=CLAIMS_WRITE,
            needs=("claims.view_claim", *sends("claims_claim_complaint_answer")),
            takes=ComplaintAnswer,
            gives=ComplaintHead,
            problems=("gone",),
            example={"answer": "Corrected, with a note.", "answered_at": "2024-06-12T11:00:00Z"},
        )
    }

    @sensitive_variables()
    def posted(self, request: Request, said: ComplaintAnswer, **keys: Any) -> HttpResponse:
        complaint, at = self.row(**keys), datetime.fromisoformat(said.answered_at)
        answer_complaint(complaint, said.answer, self.change(request, ""), answered_at=at)
        complaint.refresh_from_db()
        return _head(complaint, keys["number"])


class StrikeComplaint(_ComplaintMove):
    """Strike out a complaint that was recorded in error."""

    recorded_as = "complaint struck"
    ops = {
        "POST": Op(
            name="strike_complaint",
            does="Strike out a complaint that was recorded in error; it stays on record.",
            scope=CLAIMS_WRITE,
            needs=("claims.view_claim", *sends("claims_claim_complaint_strike")),
            takes=Because,
            gives=ComplaintHead,
            problems=("gone",),
            example={"reason": "Recorded twice."},
        )
    }

    def posted(self, request: Request, said: Because, **keys: Any) -> HttpResponse:
        complaint = self.row(**keys)
        strike_complaint(complaint, self.change(request, said.reason or ""))
        complaint.refresh_from_db()
        return _head(complaint, keys["number"])


def _head(row: Complaint, number: int, *, status: int = 200) -> HttpResponse:
    return head_of(ComplaintHead(**_parts(row, number)), status)


def _line(row: Complaint, number: int) -> ComplaintLine:
    keys = tuple(sorted(claim.key for claim in row.claims.all()))
    said = {name: getattr(row, name) for name in ("text", "sender", "answer", "struck_reason")}
    return ComplaintLine(**_parts(row, number), **said, claims=keys, document=row.document.key if row.document else "")


def _parts(row: Complaint, number: int) -> dict[str, Any]:
    times = {"answered_at": row.answered_at, "struck_at": row.struck_at}
    return {
        "number": number,
        "kind": row.kind,
        "source": row.source.key,
        "received_at": row.received_at.isoformat(),
        "due_at": row.due_at.isoformat(),
        "actor": row.actor,
        "at": row.recorded_at.isoformat(),
        "answered_by": row.answered_by,
        "struck_by": row.struck_by,
        **{name: at.isoformat() for name, at in times.items() if at is not None},
    }
