"""Captures of a URL, an uploaded file, or a pasted text."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache

from sources.capturing.copy_signs import signs_of
from sources.fetching import near_duplicates
from sources.fetching.cleaning import clean, clean_line
from sources.fetching.client import Fetched, FetchError, Limits, fetch
from sources.fetching.contents import MOST_TEXT, Contents, UnreadableError
from sources.fetching.politeness import wait_for_turn
from sources.fetching.reading import read
from sources.fetching.robots import LONGEST_DELAY, Rules, rules_of
from sources.models import Capture, Document
from sources.operations.captures import record_capture
from sources.vocabulary import CAPTURED, CaptureOutcome, CaptureWay

_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
#: Seconds for which the robots.txt of a host is remembered (RFC 9309: at most a day).
_ROBOTS_SECONDS: Final = 3_600
#: Endings of file names that say what is in them, besides the bytes themselves.
_PDF: Final = "application/pdf"
_ENDINGS: Final = {"html": "text/html", "htm": "text/html", "xhtml": "application/xhtml+xml", "txt": "text/plain"}


def limits() -> Limits:
    """Return how the settings let us fetch."""
    return Limits(
        most_bytes=settings.CAPTURE_MAX_BYTES,
        seconds=settings.CAPTURE_SECONDS,
        user_agent=settings.CAPTURE_USER_AGENT,
        allowed=settings.CAPTURE_ALLOWED_NETWORKS,
    )


def capture_url(
    url: str,
    *,
    at: datetime,
    actor: str,
    reason: str = "",
    document: Document | None = None,
    language: str = "",
    bulk: bool = False,
    known_text: str | None = None,
) -> Capture:
    """Fetch a page and store a capture of it, or of why there is none.

    It takes some seconds. Requests to one host wait for each other. In ``bulk``, its robots.txt is respected. A page that does
    not say its language has ``language``. With the digest of a text, ``known_text``, only a page with another text is stored;
    otherwise the capture that is returned has no id.
    """
    capture = Capture(way=CaptureWay.FETCHED, url=clean_line(url, 2000), document=document, language=language, fetched_at=at)
    try:
        if bulk:
            _ask_robots(url)
        else:
            wait_for_turn(url, cache, pause=settings.CAPTURE_PER_HOST_SECONDS, patience=settings.CAPTURE_SECONDS)
        fetched = fetch(url, limits())
    except FetchError as error:
        capture.outcome, capture.problem, capture.http_status = error.outcome, str(error), error.status
        capture.redirects, capture.final_url = list(error.trail[:-1]), (error.trail[-1] if error.trail else "")[:2000]
        if known_text is not None:
            return capture
        return record_capture(capture, at=at, actor=actor, reason=reason)
    _set_response(capture, fetched)
    charset = _charset(fetched.headers.get("content-type", ""))
    return _read_and_record(capture, fetched.body, charset=charset, known_text=known_text, at=at, actor=actor, reason=reason)


def capture_upload(
    name: str,
    body: bytes,
    *,
    at: datetime,
    actor: str,
    reason: str = "",
    document: Document | None = None,
    url: str = "",
    language: str = "",
) -> Capture:
    """Store a capture of a file: a saved page, a PDF file or a plain text. ``url`` is where it was, if the editor knows."""
    capture = Capture(
        way=CaptureWay.UPLOADED,
        name=clean_line(name.replace("\\", "/").rpartition("/")[2], 300),
        url=clean_line(url, 2000),
        media_type=_PDF if body[:1_024].lstrip().startswith(b"%PDF-") else _ENDINGS.get(name.rpartition(".")[2].lower(), ""),
        document=document,
        language=language,
        fetched_at=at,
    )
    if len(body) > settings.CAPTURE_MAX_BYTES:
        capture.outcome = CaptureOutcome.TOO_LARGE
        capture.problem = f"It has more than {settings.CAPTURE_MAX_BYTES:,} bytes."
        return record_capture(capture, at=at, actor=actor, reason=reason)
    return _read_and_record(capture, body, at=at, actor=actor, reason=reason)


def capture_text(
    text: str,
    *,
    at: datetime,
    actor: str,
    reason: str = "",
    document: Document | None = None,
    url: str = "",
    title: str = "",
    language: str = "",
) -> Capture:
    """Store a capture of a pasted text; its bytes are the text as it was normalised, in UTF-8."""
    capture = Capture(way=CaptureWay.PASTED, url=clean_line(url, 2000), document=document, language=language, fetched_at=at)
    capture.media_type = "text/plain"
    kept = clean(text, MOST_TEXT)
    if not kept:
        capture.outcome, capture.problem = CaptureOutcome.UNREADABLE, "It is empty."
        return record_capture(capture, at=at, actor=actor, reason=reason)
    contents = Contents(text=kept, title=clean_line(title, 300))
    return _record(capture, contents, kept.encode(), at=at, actor=actor, reason=reason)


def _ask_robots(url: str) -> None:
    """Wait for the turn that robots.txt gives us. Raises: FetchError if it refuses, or if the host cannot be reached."""
    rules = cached_rules(url)
    agent = settings.CAPTURE_USER_AGENT
    if rules.refused:
        raise FetchError(CaptureOutcome.SERVER_ERROR, "the server failed when it was asked for its robots.txt")
    if not rules.allow(url, agent):
        raise FetchError(CaptureOutcome.ROBOTS, "the site's robots.txt asks robots not to fetch this page")
    pause = max(settings.CAPTURE_PER_HOST_SECONDS, rules.delay(agent))
    if pause > LONGEST_DELAY or not wait_for_turn(url, cache, pause=pause, patience=2 * LONGEST_DELAY):
        raise FetchError(CaptureOutcome.ROBOTS, f"the site's robots.txt asks for {pause:g} seconds between two requests")


def cached_rules(url: str) -> Rules:
    """Return the rules of a URL's host, as they were within the last hour. Raises: FetchError."""
    key = f"sources.capture.robots.{near_duplicates.text_digest(_site_of(url))}"
    found = cache.get(key)
    if found is None:
        rules = rules_of(url, limits())
        cache.set(key, tuple(rules), _ROBOTS_SECONDS)
        return rules
    return Rules(*found)


def _site_of(url: str) -> str:
    return "/".join(url.strip().split("/", 3)[:3]).lower()


def _charset(content_type: str) -> str:
    found = _CHARSET.search(content_type)
    return found[1] if found else ""


def _set_response(capture: Capture, fetched: Fetched) -> None:
    capture.http_status, capture.final_url, capture.redirects = fetched.status, fetched.url[:2000], list(fetched.redirects)
    capture.media_type = clean_line(fetched.media_type, 100)
    capture.headers = {clean_line(name, 100): clean_line(value, 1_000) for name, value in fetched.headers.items()}


def _read_and_record(
    capture: Capture, body: bytes, *, charset: str = "", known_text: str | None = None, **record: Any
) -> Capture:
    try:
        contents = read(
            body,
            media_type=capture.media_type,
            charset=charset,
            url=capture.final_url or capture.url,
            seconds=settings.CAPTURE_READING_SECONDS,
        )
    except UnreadableError as error:
        # The bytes are kept: an editor may still look at them.
        capture.outcome, capture.problem = CaptureOutcome.UNREADABLE, str(error)
        return capture if known_text is not None else record_capture(capture, body=body, **record)
    if known_text == near_duplicates.text_digest(contents.text):
        capture.outcome, capture.text, capture.text_sha256 = CAPTURED, contents.text, known_text
        return capture
    return _record(capture, contents, body, **record)


def _record(capture: Capture, contents: Contents, body: bytes, **record: Any) -> Capture:
    capture.outcome, capture.text = CAPTURED, contents.text
    capture.title, capture.author, capture.published_at = contents.title, contents.author, contents.published_at
    capture.language, capture.canonical_url = contents.language or capture.language, contents.canonical_url
    capture.text_sha256 = near_duplicates.text_digest(contents.text)
    shingles = near_duplicates.shingles(contents.text)
    bands = near_duplicates.bands(shingles)
    return record_capture(capture, body=body, bands=bands, signs=signs_of(capture, shingles, bands), **record)
