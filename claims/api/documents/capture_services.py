"""What other services say of a capture: the copies of its URL in web archives, and a time stamp of its digest."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Final, Literal

from django.conf import settings
from django.http import HttpResponse
from msgspec import Struct
from rest_framework.request import Request

from claims.api.documents.captures import SEES, CapturesView, made_answer, unshared
from claims.api.documents.slow import SlowView, turn
from claims.api.sources.frame import adds
from factcheck.access.scopes import SOURCES_WRITE
from factcheck.api.describing import Op
from factcheck.api.problems import ProblemError
from factcheck.api.views import answer, encoded
from factcheck.api.writing import Refusals, WriteView, actor_of
from sources.api.capture_bodies import HeldCapture
from sources.capturing.archives import FetchError, StampError, copies_in_archives, stamp
from sources.models import Capture
from sources.vocabulary import CaptureOutcome

#: Copies in a response, the newest.
_MOST: Final = 100

State = Literal["looked_up", "not_configured", "no_url", "offline", "failed"]


class ArchivedCopy(Struct, frozen=True, kw_only=True):
    """A copy of a page in a web archive."""

    url: str
    archived_at: datetime


class ArchivedCopies(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Copies in web archives, newest first; if the ``state`` is not ``looked_up``, nobody knows whether there are any."""

    state: State
    copies: tuple[ArchivedCopy, ...]
    total: int
    url: str = ""
    problem: str = ""  # why it was not looked up, in a sentence


class ArchivesOfCapture(SlowView, CapturesView):
    """``GET /captures/ID/archives/``: look the URL of a capture up in web archives, which learn it."""

    ops = {
        "GET": Op(
            name="look_up_archives",
            does="Look up copies of a captured page in web archives: where `MEMENTO_TIMEMAP` says, which learns the URL.",
            scope=SOURCES_WRITE,
            needs=(*SEES, *adds("sources.document")),
            gives=ArchivedCopies,
        )
    }

    def get(self, request: Request, number: int) -> HttpResponse:  # noqa: ARG002 - as Django calls it
        row = self.found(number)
        return unshared(answer(encoded(_copies(row))))


def _copies(row: Capture) -> ArchivedCopies:
    if not row.url.startswith(("http://", "https://")):
        return _none("no_url", row, "The capture has no URL of the web.")
    if not settings.MEMENTO_TIMEMAP:
        return _none("not_configured", row, "There is no place to look: see MEMENTO_TIMEMAP.")
    with turn():
        try:
            found = copies_in_archives(row.url)
        except FetchError as error:
            return _none("offline" if error.outcome == CaptureOutcome.OFFLINE else "failed", row, str(error))
    copies = tuple(ArchivedCopy(url=each.url, archived_at=each.at) for each in found[:_MOST])
    return ArchivedCopies(state="looked_up", copies=copies, total=len(found), url=row.url)


def _none(state: State, row: Capture, problem: str) -> ArchivedCopies:
    return ArchivedCopies(state=state, copies=(), total=0, url=row.url, problem=problem)


class StampCapture(SlowView, WriteView, CapturesView):
    """``POST /captures/ID/timestamps/``: have the digest of a capture stamped."""

    refusals: ClassVar[Refusals] = {StampError: lambda error: ProblemError("conflict", str(error))}
    ops = {
        "POST": Op(
            name="stamp_capture",
            does="Have the time-stamping authority (RFC 3161) stamp the SHA-256 of a capture; nothing else is sent to it.",
            scope=SOURCES_WRITE,
            needs=(*SEES, *adds("sources.document")),
            repeatable=False,
            gives=HeldCapture,
            status=201,
        )
    }

    def posted(self, request: Request, said: None, **keys: Any) -> HttpResponse:  # noqa: ARG002 - it takes no body
        row = self.found(keys["number"])
        with turn():
            stamp(row, actor=actor_of(request))
        return made_answer(request, row)
