"""Captures as the API sends them. They are the desk's: no token for reading gets them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct

from sources.models import Capture, CaptureList, CopyHint
from sources.queries.documents.capture_lists import progress_of, urls_of
from sources.queries.documents.captures import documents_at, hints_about, same_text, timestamps_of


class CopyHintLine(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What suggests that a captured page is a copy, and what was decided about it."""

    id: int
    sign: str
    words: str
    found_at: datetime
    original: str = ""  # the key of a document
    credited: str = ""  # the key of a source
    accepted: bool | None = None
    decided_at: datetime | None = None
    decided_by: str = ""
    decision_reason: str = ""


class HeldCaptureLine(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A capture without its text; ``problem`` says why there is no copy, or why it could not be read."""

    id: int
    way: str
    outcome: str
    fetched_at: datetime
    recorded_by: str
    problem: str = ""
    document: str = ""
    url: str = ""
    final_url: str = ""
    name: str = ""
    http_status: int | None = None
    media_type: str = ""
    sha256: str = ""
    size: int | None = None
    title: str = ""
    author: str = ""
    published_at: str = ""
    language: str = ""
    canonical_url: str = ""


class HeldCapturePage(Struct, frozen=True, kw_only=True):
    """A page of captures, newest first; ``next`` is the URL of the next page."""

    captures: tuple[HeldCaptureLine, ...]
    next: str | None


class HeldCapture(HeldCaptureLine, frozen=True, kw_only=True, omit_defaults=True):
    """A capture with its text, what suggests that it is a copy, and documents with its URL."""

    text: str = ""
    redirects: tuple[str, ...] = ()
    reason: str = ""
    attached_at: datetime | None = None  # if its document was named later
    attached_by: str = ""
    attach_reason: str = ""
    hints: tuple[CopyHintLine, ...] = ()
    same_text: tuple[int, ...] = ()  # ids of other captures
    stamped_at: tuple[datetime, ...] = ()  # as time-stamping authorities say
    documents: tuple[str, ...] = ()  # keys of documents with its URL, if it has no document


class ListedUrlLine(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A URL of a list, and what came of it."""

    url: str
    capture: int | None = None
    outcome: str = ""


class CaptureListBody(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A list of URLs to capture, and how far it is."""

    id: int
    recorded_at: datetime
    recorded_by: str
    done: int
    urls: tuple[ListedUrlLine, ...]
    document: str = ""
    reason: str = ""
    stopped_at: datetime | None = None


def line(row: Capture) -> dict[str, Any]:
    """Return the members of a capture without its text; empty ones are left out."""
    names = [name for name in HeldCaptureLine.__struct_fields__ if name != "document"]
    shown = {name: getattr(row, name) for name in names}
    return {
        name: value
        for name, value in {**shown, "document": row.document.key if row.document else ""}.items()
        if value not in ("", None)
    }


def capture_body(row: Capture) -> dict[str, Any]:
    """Return the members of a capture; empty ones are left out."""
    more: dict[str, Any] = {
        "text": row.text,
        "redirects": row.redirects,
        "reason": row.reason,
        "attached_at": row.attached_at,
        "attached_by": row.attached_by,
        "attach_reason": row.attach_reason,
        "hints": [hint_line(each) for each in hints_about(row)],
        "same_text": [each.pk for each in same_text(row)],
        "stamped_at": [each.stamped_at for each in timestamps_of(row)],
    }
    if row.document is None:
        more["documents"] = [each.key for each in documents_at([row.url, row.final_url, row.canonical_url])]
    return {**line(row), **{name: value for name, value in more.items() if value}}


def hint_line(row: CopyHint) -> CopyHintLine:
    """Return what suggests that a page is a copy."""
    return CopyHintLine(
        id=row.pk,
        sign=row.sign,
        words=row.words,
        found_at=row.found_at,
        original=row.original.key if row.original else "",
        credited=row.credited.key if row.credited else "",
        accepted=row.accepted,
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        decision_reason=row.decision_reason,
    )


def list_body(made: CaptureList) -> CaptureListBody:
    """Return a list with its URLs."""
    urls = tuple(
        ListedUrlLine(url=row.url, capture=row.capture_id, outcome=row.capture.outcome if row.capture else "")
        for row in urls_of(made)
    )
    return CaptureListBody(
        id=made.pk,
        recorded_at=made.recorded_at,
        recorded_by=made.recorded_by,
        done=progress_of(made).done,
        urls=urls,
        document=made.document.key if made.document else "",
        reason=made.reason,
        stopped_at=made.stopped_at,
    )
