"""Captures as files that no browser opens by itself: their bytes as fetched, and WACZ for viewers of web archives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.admin.captures.shown import has_bytes
from claims.admin.captures.wording import title_of
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.pages import require
from sources.capturing.archives import wacz_of
from sources.models import Capture, Document
from sources.queries.documents.captures import bytes_of, captures_held

#: Endings of downloaded files. Of anything else ``.bin``: nothing that was fetched opens in a browser by a double click.
_ENDINGS: Final = {"application/pdf": "pdf", "text/plain": "txt"}
#: Captures in one file: they are read into memory. ``manage.py export_wacz`` writes all.
_MOST: Final = 10
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
}


def bytes_file(_request: HttpRequest, _admin: DeskAdmin, capture: Capture) -> HttpResponse:
    """Send the bytes of a capture."""
    data = bytes_of(capture)
    if data is None:
        raise Http404(_("The bytes of this capture are not stored, or were erased."))
    return _file(data, f"capture-{capture.pk}.{_ENDINGS.get(capture.media_type, 'bin')}")


def capture_wacz(_request: HttpRequest, _admin: DeskAdmin, capture: Capture) -> HttpResponse:
    """Send a capture as WACZ."""
    return _wacz([capture], f"capture-{capture.pk}.wacz", title_of(capture))


def document_wacz(request: HttpRequest, _admin: DeskAdmin, document: Document) -> HttpResponse:
    """Send the newest captures of a document as WACZ."""
    require(request, (Capture, "view"))
    captures = [capture for capture in captures_held(document) if has_bytes(capture)]
    return _wacz(captures[:_MOST][::-1], f"document-{document.pk}.wacz", document.title)


def _wacz(captures: Sequence[Capture], name: str, title: str) -> HttpResponse:
    if not any(map(has_bytes, captures)):
        raise Http404(_("The bytes of this capture are not stored, or were erased."))
    return _file(wacz_of(captures, title=title, now=timezone.now()), name)


def _file(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/octet-stream", headers=_HEADERS)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
