"""What the pages of a document have of captures: the list, the actions, and a form filled in from a capture."""

from __future__ import annotations

from typing import Any, Final

from django.http import Http404, HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from claims.admin.captures.shown import captured_line, has_bytes, hint_line
from claims.admin.captures.wording import title_of, tone_of
from sources.admin.display import is_web_address, record_link, tag
from sources.admin.pages import may
from sources.models import Capture, Document
from sources.queries.documents.captures import capture_of_id, captures_held, open_hints
from sources.queries.matching import publisher_at

#: Captures that the page of a document lists; the others are in the list of captures.
_MOST: Final = 5
#: Hexadecimal digits of a digest that tell two captures apart.
_DIGITS: Final = 12


def may_see_captures(request: HttpRequest) -> bool:
    """Return whether the user may see captures."""
    return may(request, Capture, "view") and may(request, Document, "view")


def captures_context(document: Document, request: HttpRequest) -> dict[str, Any]:
    """Return the template context of a document's page: its captures, what seems to be a copy, and what the user may do."""
    if not may_see_captures(request):
        return {}
    held = captures_held(document, limit=_MOST + 1)
    found: dict[str, Any] = {
        "captures": [_line(capture) for capture in held[:_MOST]],
        "more_captures": len(held) > _MOST,
        "all_captures": f"{reverse('admin:sources_capture_changelist')}?document__id__exact={document.pk}",
        "hints": [hint_line(request, hint) for hint in open_hints(document)] if held else [],
    }
    if may(request, Document, "add"):
        found["may_capture"] = True
        found["by_hand"] = (
            f"{reverse('admin:sources_capture_add')}?{urlencode({'document': document.key, 'url': document.url})}"
        )
        found["captures_url"] = found["archives"] = is_web_address(document.url)
    return found


def _line(capture: Capture) -> dict[str, Any]:
    return {
        "outcome": tag(capture.outcome, tone_of(capture.outcome)),
        "link": record_link(capture, title_of(capture)),
        "captured": captured_line(capture),
        "size": filesizeformat(capture.size) if capture.size is not None else "",
        "digest": f"SHA-256 {capture.sha256[:_DIGITS]}" if has_bytes(capture) else "",
        "text": reverse("admin:sources_capture_text", args=[capture.pk]) if capture.text_sha256 else "",
    }


def asked_capture(request: HttpRequest) -> Capture | None:
    """Return the capture that the URL of the form of a new document names, if any.

    Raises: Http404 if there is no such capture, or if the user may not see it.
    """
    number = request.GET.get("capture", "")
    if not number:
        return None
    capture = capture_of_id(int(number)) if number.isdecimal() and may_see_captures(request) else None
    if capture is None:
        raise Http404(_("There is no such record."))
    return capture


def initial_of(capture: Capture) -> dict[str, Any]:
    """Return the values of a document's form as a capture has them; the publisher is the one that has the site."""
    url = next((each for each in (capture.final_url, capture.url, capture.canonical_url) if is_web_address(each)), "")
    publisher = publisher_at(url)
    values = {name: getattr(capture, name) for name in ("title", "author", "published_at", "language")}
    return {**values, "url": url, "publisher": publisher.pk if publisher is not None else ""}
