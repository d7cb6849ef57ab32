"""Notes among senior editors on a claim: they are in no other response of the API, in no revision, and in no log.

Reading and writing notes requires the same scope, so that a token for reading claims opens none. The response to a new note
does not repeat it, because responses are kept for a while for clients that repeat a request.
"""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from rest_framework.request import Request

from claims.api.claims.bodies import tagged
from claims.api.writing import ClaimWrite, sends
from claims.casefile.values import Record, Text
from claims.operations.decisions.notes import add_note, strike_note
from claims.queries.claims import read as reading
from claims.queries.decisions.notes import note_numbered, notes_on, number_of
from factcheck.access.scopes import CLAIMS_WRITE
from factcheck.api.describing import Op
from factcheck.api.problems import ProblemError
from factcheck.api.views import answer, encoded, unchanged
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


class Notes(ClaimWrite):
    """``/claims/KEY/notes/``: list notes, and add one."""

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

    def get(self, request: Request, key: str) -> HttpResponse:
        rows = notes_on(reading.claim(self.found(key).id))
        # Positions serve as numbers, because single notes are never deleted.
        numbers = range(len(rows), 0, -1)
        lines = (PrivateNoteLine(**_note_head(row, number), text=row.text) for number, row in zip(numbers, rows, strict=True))
        body = encoded(PrivateNoteList(notes=tuple(lines)))
        etag = tagged("notes", body.decode())
        response = unchanged(request, etag) or answer(body, etag=etag)
        # The text of a note is stored nowhere but in its row, so not in a cache either.
        response["Cache-Control"] = "private, no-store"
        return response

    # Django's debug page and error reports list local variables.
    @sensitive_variables()
    def post(self, request: Request, **keys: Any) -> HttpResponse:
        return super().post(request, **keys)

    def posted(self, request: Request, said: NewPrivateNote, **keys: Any) -> HttpResponse:
        head = self.found(keys["key"])
        note = add_note(head.id, said.text, at=timezone.now(), actor=actor_of(request), person=request.user.pk)
        return _head(note, number_of(note), status=201)


class StrikeNote(ClaimWrite):
    """``POST /claims/KEY/notes/NUMBER/strike/``: erase its text for good; the record that it existed stays."""

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
        head, number = self.found(keys["key"]), keys["number"]
        note = note_numbered(head.id, number)
        if note is None:
            raise ProblemError("not-found", "Unknown note on this claim.")
        strike_note(note, at=timezone.now(), actor=actor_of(request))
        return _head(note_numbered(head.id, number), number)


def _head(note: Any, number: int, *, status: int = 200) -> HttpResponse:
    response = answer(encoded(PrivateNoteHead(**_note_head(note, number))))
    response.status_code = status
    return response


def _note_head(note: Any, number: int) -> dict[str, Any]:
    struck = {"struck_at": note.struck_at.isoformat(), "struck_by": note.struck_by} if note.struck_at else {}
    return {"number": number, "actor": note.actor, "at": note.recorded_at.isoformat(), **struck}
