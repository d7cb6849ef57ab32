"""Captures: pasting a text, listing URLs to fetch, and reading what came of them.

They are for the desk's eyes, because a captured page may be paywalled: reading them requires the scope of recording them.
"""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, Final

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from msgspec import UNSET, Meta, UnsetType
from rest_framework.request import Request

from claims.api.documents.slow import SlowView, turn
from claims.api.named import document_named
from claims.api.sources.frame import RecordWrite, adds, alters, recorded
from claims.api.writing import Because
from claims.casefile.values import Key, Language, Line, Reason, Record
from factcheck.access.scopes import SOURCES_WRITE
from factcheck.api.describing import TEXT, Op, Parameter
from factcheck.api.paging import before_of, before_parameters, limit_of, page
from factcheck.api.problems import ProblemError, refused_parameter
from factcheck.api.views import ApiView, answer, encoded
from factcheck.api.writing import WriteView, actor_of
from factcheck.text.blanks import SAYS_SOMETHING
from sources.api.capture_bodies import CaptureListBody, HeldCapture, HeldCapturePage, capture_body, line, list_body
from sources.capturing import capture_text
from sources.models import Capture, CaptureList, Document
from sources.operations.capture_lists import make_list
from sources.operations.captures import attach_capture
from sources.queries.documents.capture_lists import list_of_id
from sources.queries.documents.captures import capture_of_id, captures_held
from sources.queries.reading import document_of_key
from sources.tasks import continue_list

#: The permission to read captures.
SEES: Final = ("sources.view_capture",)
#: URLs in one request; ``manage.py capture --csv`` takes more.
_MOST_URLS: Final = 1_000
_PASTED: Final = 500_000

PastedText = Annotated[str, Meta(min_length=1, max_length=_PASTED, pattern=SAYS_SOMETHING)]
TypedUrl = Annotated[str, Meta(min_length=1, max_length=2_000, pattern=SAYS_SOMETHING)]


class NewCapture(Record, frozen=True, kw_only=True):
    """A text that somebody pasted, where it is from, and of which document."""

    text: PastedText
    url: Annotated[str, Meta(max_length=2_000)] | UnsetType = UNSET
    title: Line | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    document: Key | UnsetType | None = UNSET
    reason: Reason | UnsetType = UNSET


class UrlsToCapture(Record, frozen=True, kw_only=True):
    """URLs to fetch and capture; with more than one, robots.txt is respected. ``document``: all are captures of this one."""

    urls: Annotated[list[TypedUrl], Meta(min_length=1, max_length=_MOST_URLS)]
    document: Key | UnsetType | None = UNSET
    reason: Reason | UnsetType = UNSET


class CaptureOf(Because, frozen=True, kw_only=True):
    """The document of which a capture is a copy."""

    document: Key


def copied_document(said: Any) -> Document | None:
    """Return the document of which a body says that something is a copy. Raises: ProblemError if it is unknown."""
    return document_named(said.document, "/document") if said.document else None


def unshared(response: HttpResponse) -> HttpResponse:
    """Forbid caches to keep a response."""
    response["Cache-Control"] = "private, no-store"
    return response


def made_answer(request: Request, made: Capture) -> HttpResponse:
    """Return the response that a capture was made."""
    location = request.build_absolute_uri(f"/api/v1/captures/{made.pk}/")
    return unshared(recorded(answer(encoded(capture_body(made))), location))


def queue_list(made: CaptureList) -> None:
    """Have the workers capture the URLs of a list once it is committed; without workers, capture some then."""
    transaction.on_commit(partial(continue_list, made), robust=True)


def list_answer(request: Request, made: CaptureList, body: CaptureListBody) -> HttpResponse:
    """Return the response that a list was made."""
    response = recorded(answer(encoded(body)), request.build_absolute_uri(f"/api/v1/capture-lists/{made.pk}/"))
    response.status_code = 202
    return unshared(response)


class CapturesView(ApiView):
    """The base of reading captures."""

    def found(self, number: int) -> Capture:
        """Return a capture that the desk holds. Raises: ProblemError if there is none."""
        row = capture_of_id(number)
        if row is None:
            raise ProblemError("not-found", f"Unknown capture {number}.")
        return row


class Captures(RecordWrite, CapturesView):
    """``/captures/``: list captures, and paste a text."""

    ops = {
        "GET": Op(
            name="list_desk_captures",
            does="The captures that the desk made, newest first, failed ones included, without their texts.",
            scope=SOURCES_WRITE,
            needs=SEES,
            parameters={**before_parameters("captures"), "document": Parameter("Captures of this document.", TEXT)},
            gives=HeldCapturePage,
        ),
        "POST": Op(
            name="capture_text",
            does="Capture a pasted text.",
            scope=SOURCES_WRITE,
            needs=(*SEES, *adds("sources.document")),
            takes=NewCapture,
            gives=HeldCapture,
            status=201,
            example={"text": "The bridge will close on Monday.", "url": "https://paper.example/bridge", "title": "The bridge"},
        ),
    }

    def get(self, request: Request) -> HttpResponse:
        key, limit = request.query_params.get("document", ""), limit_of(request)
        document = document_of_key(key) if key else None
        if key and document is None:
            raise refused_parameter("document", f"Unknown document “{key}”.")
        rows = [line(row) for row in captures_held(document, before=before_of(request), limit=limit + 1)]
        return unshared(page(request, "captures", rows, limit, "before", lambda row: row["id"]))

    def posted(self, request: Request, said: NewCapture, **_keys: Any) -> HttpResponse:
        about: dict[str, Any] = {"url": said.url or "", "title": said.title or "", "document": copied_document(said)}
        about |= {"language": said.language or "", "reason": said.reason or ""}
        return made_answer(request, capture_text(said.text, at=timezone.now(), actor=actor_of(request), **about))


class OneCapture(CapturesView):
    """``GET /captures/ID/``: with its text."""

    ops = {
        "GET": Op(
            name="read_capture",
            does="One capture, with its text and what suggests that it is a copy.",
            scope=SOURCES_WRITE,
            needs=SEES,
            gives=HeldCapture,
        )
    }

    def get(self, request: Request, number: int) -> HttpResponse:  # noqa: ARG002 - as Django calls it
        return unshared(answer(encoded(capture_body(self.found(number)))))


class AttachCapture(RecordWrite, CapturesView):
    """``POST /captures/ID/attach/``: say of which document it is a copy."""

    ops = {
        "POST": Op(
            name="attach_capture",
            does="Say of which document a capture is a copy; no claim changes.",
            scope=SOURCES_WRITE,
            needs=(*SEES, *alters("sources.document")),
            takes=CaptureOf,
            gives=HeldCapture,
            example={"document": "sr-rare-visits", "reason": "The page of the report."},
        )
    }

    def posted(self, request: Request, said: CaptureOf, **keys: Any) -> HttpResponse:
        row = self.found(keys["number"])
        document = document_named(said.document, "/document")
        attach_capture(row, document, at=timezone.now(), actor=actor_of(request), reason=said.reason)
        return unshared(answer(encoded(capture_body(row))))


class CaptureLists(RecordWrite):
    """``POST /capture-lists/``: fetch and capture URLs, one after the other."""

    ops = {
        "POST": Op(
            name="capture_urls",
            does="Fetch and capture URLs, one after the other; the response shows where to read how far it is.",
            scope=SOURCES_WRITE,
            needs=(*SEES, *adds("sources.document")),
            takes=UrlsToCapture,
            gives=CaptureListBody,
            status=202,
            example={"urls": ["https://paper.example/bridge"], "reason": "For the claim about the bridge."},
        )
    }

    def posted(self, request: Request, said: UrlsToCapture, **_keys: Any) -> HttpResponse:
        with transaction.atomic():
            made = make_list(
                said.urls, at=timezone.now(), actor=actor_of(request), reason=said.reason or "", document=copied_document(said)
            )
            queue_list(made)
        return list_answer(request, made, list_body(made))


class CaptureListsView(ApiView):
    """The base of what is about one list."""

    def found(self, number: int) -> CaptureList:
        """Return a list. Raises: ProblemError if there is none."""
        made = list_of_id(number)
        if made is None:
            raise ProblemError("not-found", f"Unknown list {number}.")
        return made


class OneCaptureList(CaptureListsView):
    """``GET /capture-lists/ID/``: how far it is, and which captures came of it."""

    ops = {
        "GET": Op(
            name="read_capture_list",
            does="A list of URLs to capture: how far it is, and what came of each.",
            scope=SOURCES_WRITE,
            needs=SEES,
            gives=CaptureListBody,
        )
    }

    def get(self, request: Request, number: int) -> HttpResponse:  # noqa: ARG002 - as Django calls it
        return unshared(answer(encoded(list_body(self.found(number)))))


class ContinueCaptureList(SlowView, WriteView, CaptureListsView):
    """``POST /capture-lists/ID/continue/``: for a desk without workers, where each request captures some of the URLs."""

    ops = {
        "POST": Op(
            name="continue_capture_list",
            does="Go on with a list: without workers, for some seconds; workers go on by themselves.",
            scope=SOURCES_WRITE,
            needs=(*SEES, *adds("sources.document")),
            repeatable=False,
            gives=CaptureListBody,
        )
    }

    def posted(self, request: Request, said: None, **keys: Any) -> HttpResponse:  # noqa: ARG002 - it takes no body
        made = self.found(keys["number"])
        with turn():
            continue_list(made)
        return unshared(answer(encoded(list_body(made))))
