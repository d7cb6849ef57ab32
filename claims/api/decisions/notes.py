"""Notes among senior editors on a claim: they are in no other response of the API, in no revision, and in no log."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from rest_framework.request import Request

from claims.api.private_texts import TextList, TextMove, head_of, numbered
from claims.api.writing import sends
from claims.casefile.values import Record, Text
from claims.models import Claim
from claims.operations.decisions.notes import add_note, strike_note
from claims.queries.decisions.notes import note_numbered, notes_on, number_of
from factcheck.access.scopes import CLAIMS_WRITE
from factcheck.api.describing import Op
from factcheck.api.writing import actor_of

_NEEDS = ("claims.view_claim", *sends("claims_claim_note"))


class PrivateNoteHead(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The record of a note: its number within the claim, its author and time, and who struck it out."""

    number: int
    actor: str
    at: str
    struck_at: str = ""
    struck_by: str = ""


class PrivateNoteLine(PrivateNoteHead, frozen=True, kw_only=True, omit_defaults=True):
    """A note; if it was struck out, its text is erased."""

    text: str = ""


class PrivateNoteList(msgspec.Struct, frozen=True, kw_only=True):
    """The notes on a claim, newest first."""

    notes: tuple[PrivateNoteLine, ...]


class NewPrivateNote(Record, frozen=True, kw_only=True):
    """A new note. It may not identify an unnamed source either."""

    text: Text


class Notes(TextList):
    """``/claims/KEY/notes/``: list notes, and add one."""

    name = "notes"
    ops = {
        "GET": Op(
            name="list_notes",
            does="The private notes on a claim, for senior editors only.",
            scope=CLAIMS_WRITE,
            needs=("claims.view_claim", "claims.view_privatenote"),
            gives=PrivateNoteList,
            problems=("gone",),
        ),
        "POST": Op(
            name="add_note",
            does="Add a private note to a claim: it does not change the claim, and only senior editors see it.",
            scope=CLAIMS_WRITE,
            needs=_NEEDS,
            takes=NewPrivateNote,
            gives=PrivateNoteHead,
            status=201,
            problems=("gone",),
            example={"text": "Call the desk before this goes out."},
        ),
    }

    def listed(self, claim: Claim) -> PrivateNoteList:
        lines = (PrivateNoteLine(**_note_head(row, number), text=row.text) for number, row in numbered(notes_on(claim)))
        return PrivateNoteList(notes=tuple(lines))

    @sensitive_variables()
    def posted(self, request: Request, said: NewPrivateNote, **keys: Any) -> HttpResponse:
        head = self.found(keys["key"])
        note = add_note(head.id, said.text, at=timezone.now(), actor=actor_of(request), person=request.user.pk)
        return _head(note, number_of(note), status=201)


class StrikeNote(TextMove):
    """``POST /claims/KEY/notes/NUMBER/strike/``: erase its text for good; the record that it existed stays."""

    numbered = note_numbered
    unknown = "Unknown note on this claim."
    ops = {
        "POST": Op(
            name="strike_note",
            does="Strike out a private note: its text is erased; the record that it existed stays.",
            scope=CLAIMS_WRITE,
            needs=("claims.view_claim", *sends("claims_claim_note_strike")),
            gives=PrivateNoteHead,
            problems=("gone",),
        )
    }

    def posted(self, request: Request, said: Any, **keys: Any) -> HttpResponse:  # noqa: ARG002 - the body is empty
        note = self.row(**keys)
        strike_note(note, at=timezone.now(), actor=actor_of(request))
        note.refresh_from_db()
        return _head(note, keys["number"])


def _head(note: Any, number: int, *, status: int = 200) -> HttpResponse:
    return head_of(PrivateNoteHead(**_note_head(note, number)), status)


def _note_head(note: Any, number: int) -> dict[str, Any]:
    struck = {"struck_at": note.struck_at.isoformat(), "struck_by": note.struck_by} if note.struck_at else {}
    return {"number": number, "actor": note.actor, "at": note.recorded_at.isoformat(), **struck}
