"""Deciding what suggests that a captured document is a copy of another one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from msgspec import UNSET, UnsetType
from rest_framework.request import Request

from claims.api.documents.captures import SEES, unshared
from claims.api.named import document_named
from claims.api.sources.frame import RecordWrite, alters
from claims.api.writing import Because
from claims.casefile.values import Key
from claims.operations.documents.copies import accept_copy, reject_copy
from factcheck.access.scopes import SOURCES_WRITE
from factcheck.api.describing import Op
from factcheck.api.problems import ProblemError
from factcheck.api.views import answer, encoded
from sources.api.capture_bodies import HeldCapture, capture_body
from sources.models import CopyHint
from sources.queries.documents.captures import hint_of_id


class CopyOf(Because, frozen=True, kw_only=True):
    """Why a document is a copy; ``original`` if it is another document than the hint names, or if the hint names none."""

    original: Key | UnsetType = UNSET


class HintMove(RecordWrite):
    """``POST /copy-hints/ID/…/``: decide about a hint; the response is its capture."""

    def posted(self, request: Request, said: Any, **keys: Any) -> HttpResponse:
        hint = hint_of_id(keys["number"])
        if hint is None:
            raise ProblemError("not-found", f"Unknown hint {keys['number']}.")
        self.decided(request, hint, said)
        return unshared(answer(encoded(capture_body(hint.capture))))

    def decided(self, request: Request, hint: CopyHint, said: Any) -> None:
        """Call the operation."""
        raise NotImplementedError


class AcceptCopy(HintMove):
    """The document is a copy."""

    recorded_as = "copy accepted"
    ops = {
        "POST": Op(
            name="accept_copy",
            does="Record that a captured document is a copy of another one: claims that show it are revised.",
            scope=SOURCES_WRITE,
            needs=(*SEES, *alters("sources.document")),
            takes=CopyOf,
            gives=HeldCapture,
            example={"original": "sr-rare-visits", "reason": "Word for word, and credited."},
        )
    }

    def decided(self, request: Request, hint: CopyHint, said: CopyOf) -> None:
        original = document_named(said.original, "/original") if said.original else None
        accept_copy(hint, self.change(request, said.reason), original=original)


class RejectCopy(HintMove):
    """The document is no copy."""

    recorded_as = "copy rejected"
    ops = {
        "POST": Op(
            name="reject_copy",
            does="Record that a captured document is no copy, whatever suggests it.",
            scope=SOURCES_WRITE,
            needs=(*SEES, *alters("sources.document")),
            takes=Because,
            gives=HeldCapture,
            example={"reason": "Both had a reporter there."},
        )
    }

    def decided(self, request: Request, hint: CopyHint, said: Because) -> None:
        reject_copy(hint, self.change(request, said.reason))
