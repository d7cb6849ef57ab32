"""The page of a capture, and its text on a page of its own."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from claims.admin.captures.wording import sentences_of, title_of, tone_of
from claims.models import Attribution, Claim
from claims.queries.documents.watched import quotes_in
from factcheck.desk.admin_theme import DeskAdmin
from factcheck.desk.people import actor_name
from factcheck.text.anchoring.anchors import Anchor, Found
from factcheck.text.anchoring.finding import find
from sources.admin.display import address, date_time, is_web_address, record_link, tag, words
from sources.admin.pages import changelist_url, may, page, page_url
from sources.models import Capture, CopyHint, Document
from sources.queries.documents.captures import ERASED_DIGEST, documents_at, hints_about, same_text, timestamps_of
from sources.vocabulary import NOTED, CopySign

#: Characters of the text that the page of a capture shows: enough to recognise it.
_FIRST: Final = 700
#: Seconds for looking for quotes, which a hostile page may make slow.
_SECONDS: Final = 2.0


def shown_capture(request: HttpRequest, admin: DeskAdmin, capture: Capture) -> HttpResponse:
    """Show what a capture is: its outcome in words, what was read, what is known already, and what can be done with it."""
    happened, advice = sentences_of(capture)
    held = capture.way != NOTED
    hints = [hint_line(request, hint) for hint in hints_about(capture)]
    return page(
        request,
        admin,
        "admin/claims/capture/page.html",
        title=title_of(capture),
        original=capture,
        capture=capture,
        held=held,
        outcome=tag(capture.outcome, tone_of(capture.outcome)),
        happened=happened,
        advice=advice,
        facts=[(name, value) for name, value in _facts(capture) if value],
        beginning=Truncator(capture.text).chars(_FIRST),
        documents=_known_documents(capture) if held else [],
        twins=_twins(capture) if held else [],
        hints=hints,
        story_sheet=_story_sheet(request, capture),
        hints_wait=capture.document is None and any(each["reject"] for each in hints),
        has_bytes=has_bytes(capture),
        back=changelist_url(admin),
        **(steps_of(request, capture) if held else {}),
    )


def _story_sheet(request: HttpRequest, capture: Capture) -> str:
    """Return the address of the story sheet that a capture's text is on; empty without one, or if the user may not see it."""
    if capture.document is None or not capture.text or not may(request, Claim, "view"):
        return ""
    return reverse("admin:sources_document_sheet", args=[capture.document.pk])


def steps_of(request: HttpRequest, capture: Capture) -> dict[str, Any]:
    """Return the template context of what the user may do with a capture."""
    reviews = capture.text and may(request, Claim, "add") and may(request, Attribution, "add")
    review = {"review": reverse("admin:sources_capture_proposals", args=[capture.pk]) if reviews else ""}
    if not may(request, Document, "add"):
        return review
    known = {"document": capture.document.key} if capture.document is not None else {}
    add, where = reverse("admin:sources_capture_add"), {"url": capture.url, **known}
    found: dict[str, Any] = {"again": add if capture.url else "", "again_for": known.get("document", ""), **review}
    found["by_hand"] = "" if capture.text else f"{add}?{urlencode(where)}"
    found["stamp"] = bool(settings.TIMESTAMP_URL) and has_bytes(capture)
    found["archives"] = reverse("admin:sources_capture_archives", args=[capture.pk]) if is_web_address(capture.url) else ""
    if capture.document is None:
        found["record"] = f"{reverse('admin:sources_document_add')}?capture={capture.pk}"
        found["attach"] = may(request, Document, "change") and reverse("admin:sources_capture_attach", args=[capture.pk])
    return found


def hint_line(request: HttpRequest, hint: CopyHint) -> dict[str, Any]:
    """Return a hint as the pages of a capture and of a document show it, with the actions that the user may take."""
    open_to_user = hint.decided_at is None and may(request, Document, "change")
    reject = reverse("admin:sources_capture_reject", args=[hint.capture_id, hint.pk]) if open_to_user else ""
    # Only a document can be recorded as a copy.
    accepts = open_to_user and hint.capture.document is not None
    return {
        "hint": hint,
        "sentence": hint_sentence(hint),
        "original": record_link(hint.original) if hint.original is not None else "",
        "credited": record_link(hint.credited) if hint.credited is not None else "",
        "accept": reverse("admin:sources_capture_accept", args=[hint.capture_id, hint.pk]) if accepts else "",
        "reject": reject,
    }


def hint_sentence(hint: CopyHint) -> str:
    """Return what suggests that a page is a copy, as a sentence."""
    said: dict[str, str] = {
        CopySign.CREDIT: _("The page credits an agency: “%(words)s”."),
        CopySign.CANONICAL: _("The page names another URL as the original: %(words)s"),
        CopySign.SAME_TEXT: _("The text is the same: %(words)s."),
        CopySign.NEAR_TEXT: _("The text is nearly the same: %(words)s."),
    }
    return said[hint.sign] % {"words": hint.words}


def _facts(capture: Capture) -> Iterator[tuple[str, Any]]:
    document = capture.document
    yield _("Document"), record_link(document) if document is not None else ""
    yield _("Author"), capture.author
    yield _("Published"), capture.published_at
    yield _("Language"), capture.language
    yield _("URL"), address(capture.url)
    yield _("Led to"), address(capture.final_url) if capture.final_url != capture.url else ""
    yield _("URL as the page says"), address(capture.canonical_url) if capture.canonical_url != capture.final_url else ""
    yield _("Archived copy"), address(capture.archive_url)
    yield _("Captured"), captured_line(capture)
    yield _("Why"), capture.reason
    status = _("status %(number)s") % {"number": capture.http_status} if capture.http_status else ""
    size = filesizeformat(capture.size) if capture.size is not None else ""
    yield _("File"), ", ".join(filter(None, (capture.name, capture.media_type, size, status)))
    yield _("SHA-256"), capture.sha256 if capture.sha256 != ERASED_DIGEST else _("erased")
    for each in timestamps_of(capture):
        yield _("Time stamp"), f"{date_time(each.stamped_at)}, {each.authority}"


def has_bytes(capture: Capture) -> bool:
    """Return whether the desk holds the bytes of a capture: they may have been erased since."""
    return capture.way != NOTED and capture.sha256 not in ("", ERASED_DIGEST)


def captured_line(capture: Capture) -> str:
    """Return how, when and by whom something was captured: "12 Jun 2024 14:00, fetched, Ada Lovelace"."""
    who = actor_name(capture.recorded_by) if capture.recorded_by else ""
    return ", ".join(filter(None, (date_time(capture.fetched_at), words(capture.way), who)))


def _known_documents(capture: Capture) -> list[dict[str, Any]]:
    """Return other documents with the URL of a capture, each with the page that attaches the capture to it."""
    urls = [url for url in (capture.url, capture.final_url, capture.canonical_url) if url]
    attach = reverse("admin:sources_capture_attach", args=[capture.pk])
    return [
        {"link": record_link(each), "attach": f"{attach}?document={each.pk}"}
        for each in documents_at(urls)
        if each.pk != capture.document_id
    ]


def _twins(capture: Capture) -> list[dict[str, Any]]:
    """Return the other captures with the same text."""
    return [
        {
            "link": record_link(each, title_of(each)),
            "document": record_link(each.document) if each.document is not None else "",
            "unchanged": each.document is not None and each.document_id == capture.document_id,
            "captured": captured_line(each),
        }
        for each in same_text(capture)[:5]
    ]


def shown_text(request: HttpRequest, admin: DeskAdmin, capture: Capture) -> HttpResponse:
    """Show the whole text of a capture, with the quotes of attributions from its document marked."""
    quotes = _quotes(request, capture)
    text, found = marked(capture.text, quotes)
    return page(
        request,
        admin,
        "admin/claims/capture/text.html",
        title=title_of(capture),
        capture=capture,
        captured=captured_line(capture),
        text=text,
        found=found,
        quotes=len(quotes),
        back=page_url(capture),
    )


def _quotes(request: HttpRequest, capture: Capture) -> list[Anchor]:
    if capture.document is None or not may(request, Attribution, "view"):
        return []
    return list(dict.fromkeys(each.anchor for each in quotes_in(capture.document) if each.anchor.exact))


def marked(text: str, quotes: Iterable[Anchor]) -> tuple[SafeString, int]:
    """Return a text as escaped HTML with quotes marked where the link watch finds them, and how many of them it contains."""
    until = time.monotonic() + _SECONDS
    found = [find(text, quote, is_over=lambda: time.monotonic() >= until) for quote in quotes]
    places = [(each.start, each.end) for each in found if isinstance(each, Found)]
    parts, end = [], 0
    for start, stop in sorted(places):
        if stop > end:
            parts += [("{}", text[end : max(start, end)]), ("<mark>{}</mark>", text[max(start, end) : stop])]
            end = stop
    parts.append(("{}", text[end:]))
    return format_html_join("", "{}", ((format_html(shape, part),) for shape, part in parts)), len(places)
