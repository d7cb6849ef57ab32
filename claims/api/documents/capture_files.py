"""Uploads: a saved page, a PDF file or a plain text to be captured, and a table of URLs to be fetched."""

from __future__ import annotations

from typing import Annotated, Any, Final

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from msgspec import UNSET, Meta, Struct, UnsetType
from rest_framework.request import Request

from claims.api.documents.captures import SEES, copied_document, list_answer, made_answer, queue_list
from claims.api.documents.slow import SlowView, turn
from claims.api.sources.frame import RecordWrite, adds
from claims.casefile.values import Key, Language, Reason, Record
from claims.intake.url_lines import FaultyLine, read_urls, text_of
from factcheck.access.scopes import SOURCES_WRITE
from factcheck.api.describing import Op
from factcheck.api.problems import Fault, ProblemError
from factcheck.api.sending import file_of
from factcheck.api.writing import actor_of
from sources.api.capture_bodies import CaptureListBody, HeldCapture, list_body
from sources.capturing import capture_upload
from sources.operations.capture_lists import make_list

#: Bytes of a table: ten thousand URLs of a hundred characters each.
_MOST_TABLE: Final = 1_000_000
#: Faulty lines that a response lists.
_MOST_FAULTS: Final = 100


class CaptureFields(Record, frozen=True, kw_only=True):
    """What is known of a file: where it was, its language if it does not say it, and of which document it is a copy."""

    url: Annotated[str, Meta(max_length=2_000)] | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    document: Key | UnsetType = UNSET
    reason: Reason | UnsetType = UNSET


class TableFields(Record, frozen=True, kw_only=True):
    """Why the URLs are captured, and of which document all of them are copies, if they are."""

    document: Key | UnsetType = UNSET
    reason: Reason | UnsetType = UNSET


class FaultyLineBody(Struct, frozen=True, kw_only=True):
    """A line of a table without a URL to capture: why, and its words, or the number of the line that it repeats."""

    line: int
    why: str
    words: str


class CaptureListMade(CaptureListBody, frozen=True, kw_only=True, omit_defaults=True):
    """A list that was made of a table, and the first hundred of its lines without a URL."""

    faults: tuple[FaultyLineBody, ...] = ()


class CaptureFiles(SlowView, RecordWrite):
    """``POST /captures/files/``: capture a file."""

    ops = {
        "POST": Op(
            name="capture_file",
            does="Capture a file: a saved page (HTML), a PDF file or a plain text, as the part `file` of a form.",
            scope=SOURCES_WRITE,
            needs=(*SEES, *adds("sources.document")),
            takes=CaptureFields,
            with_file=True,
            repeatable=False,
            most=settings.CAPTURE_MAX_BYTES,
            gives=HeldCapture,
            status=201,
        )
    }

    def posted(self, request: Request, said: CaptureFields, **_keys: Any) -> HttpResponse:
        file = file_of(request)
        about: dict[str, Any] = {name: getattr(said, name) or "" for name in ("url", "language", "reason")}
        about["document"] = copied_document(said)
        with turn():
            made = capture_upload(file.name or "", file.read(), at=timezone.now(), actor=actor_of(request), **about)
        return made_answer(request, made)


class CaptureTables(SlowView, RecordWrite):
    """``POST /capture-lists/files/``: fetch and capture the URLs of a table."""

    ops = {
        "POST": Op(
            name="capture_table",
            does="Fetch and capture the URLs of a CSV file, of each line the first, as the part `file` of a form.",
            scope=SOURCES_WRITE,
            needs=(*SEES, *adds("sources.document")),
            takes=TableFields,
            with_file=True,
            repeatable=False,
            most=_MOST_TABLE,
            gives=CaptureListMade,
            status=202,
        )
    }

    def posted(self, request: Request, said: TableFields, **_keys: Any) -> HttpResponse:
        try:
            read = read_urls(text_of(file_of(request).read()))
        except UnicodeDecodeError:
            detail = "It is no text. Save the table as CSV in UTF-8."
            raise ProblemError("invalid", errors=[Fault(detail=detail, pointer="/file")]) from None
        if not read.urls:
            raise ProblemError("invalid", errors=[Fault(detail="None of its lines has a URL to capture.", pointer="/file")])
        about: dict[str, Any] = {"reason": said.reason or "", "document": copied_document(said)}
        with transaction.atomic():
            made = make_list(read.urls, at=timezone.now(), actor=actor_of(request), **about)
            queue_list(made)
        return list_answer(request, made, _made_body(list_body(made), read.faults))


def _made_body(made: CaptureListBody, faults: tuple[FaultyLine, ...]) -> CaptureListMade:
    shown = tuple(FaultyLineBody(line=each.line, why=each.why, words=each.words) for each in faults[:_MOST_FAULTS])
    return CaptureListMade(**{name: getattr(made, name) for name in made.__struct_fields__}, faults=shown)
