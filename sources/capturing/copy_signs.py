"""What suggests that a captured page is a copy of another document. An editor decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit

from sources.fetching.near_duplicates import NEARLY, resemblance, shingles
from sources.fetching.syndication import AGENCIES, Credit, credits_in, elsewhere
from sources.models import Capture
from sources.operations.captures import Sign
from sources.queries.documents.captures import documents_at, publisher_called, same_text, sharing_bands, spellings
from sources.vocabulary import CopySign

#: Of each kind: further ones say nothing new.
_MOST_SIGNS: Final = 5


def signs_of(capture: Capture, found: frozenset[int], bands: Sequence[int]) -> list[Sign]:
    """Return what suggests that an unsaved capture is a copy; ``found`` and ``bands`` are those of its text."""
    same = same_text(capture)
    elsewhere_too = [each for each in same if not _is_same_page(capture, each)]
    return [
        *_by_credit(capture),
        *_by_canonical(capture),
        *(_like(CopySign.SAME_TEXT, each, "100%") for each in elsewhere_too[:_MOST_SIGNS]),
        *_by_resemblance(capture, found, bands, [each.pk for each in same]),
    ]


def _by_credit(capture: Capture) -> Iterator[Sign]:
    for credit in credits_in(capture.text, capture.author):
        credited = publisher_called(AGENCIES[credit.agency])
        own = capture.document is not None and credited is not None and capture.document.publisher_id == credited.pk
        if not own and not _is_site_of(capture.final_url or capture.url, credit):
            yield Sign(CopySign.CREDIT, credit.words, credited=credited)


def _is_site_of(url: str, credit: Credit) -> bool:
    """Return whether a page is on a site that has an agency's name: reuters.com."""
    labels = (urlsplit(url).hostname or "").lower().split(".")
    names = {name.lower().replace(" ", "") for name in AGENCIES[credit.agency] if name.isascii()}
    return any(label.startswith(name) for label in labels for name in names) or "apnews" in labels


def _by_canonical(capture: Capture) -> Iterator[Sign]:
    url = capture.final_url or capture.url
    if elsewhere(url, capture.canonical_url):
        documents = [each for each in documents_at([capture.canonical_url]) if each != capture.document]
        yield Sign(CopySign.CANONICAL, capture.canonical_url, original=documents[0] if documents else None)


def _by_resemblance(capture: Capture, found: frozenset[int], bands: Sequence[int], same: Sequence[int]) -> Iterator[Sign]:
    close = [
        (part, each)
        for each in sharing_bands(bands, without=same)
        if not _is_same_page(capture, each) and (part := resemblance(found, shingles(each.text))) >= NEARLY
    ]
    for part, each in sorted(close, key=lambda one: (-one[0], one[1].pk))[:_MOST_SIGNS]:
        yield _like(CopySign.NEAR_TEXT, each, f"{part:.0%}")


def _like(sign: CopySign, other: Capture, part: str) -> Sign:
    shown = other.document.title if other.document is not None else other.title or other.url or other.name
    of = f"“{shown}” (capture {other.pk})" if shown else f"capture {other.pk}"
    return Sign(sign, f"{part} of {of}", original=other.document)


def _is_same_page(capture: Capture, other: Capture) -> bool:
    """Return whether both are captures of one page, at different times."""
    if capture.document_id is not None and capture.document_id == other.document_id:
        return True
    pages = [spellings(url) for url in (capture.final_url, capture.url) if url]
    return any({other.final_url, other.url} & each for each in pages)
