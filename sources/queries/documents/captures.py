"""Captures and what they have in common with others. For the desk alone: readers see only copies noted by hand."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.db.models import Count, Exists, OuterRef, Q

from factcheck.database.lookups import among
from sources.models import BodyBand, Capture, CapturedBytes, CaptureTimestamp, CopyHint, Document, Source
from sources.vocabulary import PUBLISHERS, CaptureWay

#: Stands for the digest of bytes that held an erased text.
ERASED_DIGEST: Final = "0" * 64
#: The most captures with a similar text that are compared (a guess: more share a boilerplate).
_MOST_COMPARED: Final = 20
#: Parameters that say where a visitor came from, and change no page.
_TRACKING: Final = frozenset(("fbclid", "gclid", "yclid", "igshid", "mc_cid", "mc_eid", "ref", "cmpid"))


def capture_of_id(number: int) -> Capture | None:
    """Return a capture that the desk made, with its document, or None."""
    return Capture.objects.held().select_related("document").filter(pk=number).first()


def captures_held(document: Document | None = None, *, before: int | None = None, limit: int | None = None) -> list[Capture]:
    """Return the captures that the desk made, failed ones included, newest first, without their texts: of a document, or all.

    ``before`` is the id of a capture: only those made before it.
    """
    rows = Capture.objects.held().select_related("document").defer("text").order_by("-id")
    if document is not None:
        rows = rows.filter(document=document)
    if before is not None:
        rows = rows.filter(id__lt=before)
    return list(rows[:limit])


def last_copy_of(document: Document) -> Capture | None:
    """Return the newest capture of a document of which there is a copy, with its text: of its page, if that was fetched.

    What somebody uploads or pastes is another form of the document, and not what its page has become.
    """
    return Capture.objects.held().exclude(sha256="").filter(document=document).page_first().first()


def text_with_most(document: Document, passages: Collection[str]) -> Capture | None:
    """Return the newest text of a document: as it was fetched or by hand, whichever has more of the passages, or is newer."""
    fetched = Q(way=CaptureWay.FETCHED)
    rows = Capture.objects.held().exclude(text="").filter(document=document).order_by("-id")
    last = [each for each in (rows.filter(fetched).first(), rows.exclude(fetched).first()) if each is not None]
    return max(last, key=lambda each: (sum(passage in each.text for passage in passages), each.pk), default=None)


def copies_like(copy: Capture) -> list[tuple[str, datetime]]:
    """Return the digest of each text of a document in the form of a copy, and when it was made; newest first."""
    rows = Capture.objects.held().exclude(text="").filter(document=copy.document_id).of_form(copy).order_by("-id")
    return list(rows.values_list("text_sha256", "fetched_at"))


def bytes_of(capture: Capture) -> bytes | None:
    """Return the bytes of a capture; None if there are none, or if they were erased."""
    row = CapturedBytes.objects.filter(pk=capture.sha256).first() if capture.sha256 else None
    return None if row is None else zlib.decompress(bytes(row.data))


def documents_at(urls: Collection[str]) -> list[Document]:
    """Return the documents with one of these URLs, whatever their scheme, ``www``, last slash and tracking parameters."""
    wanted = sorted({spelling for url in urls for spelling in spellings(url)})
    return list(Document.objects.filter(url__in=wanted).order_by("key")) if wanted else []


def spellings(url: str) -> set[str]:
    """Return the URLs that lead to the same page as one; empty for what is no URL."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.lower()
    except ValueError:
        return set()
    if not host or parts.scheme not in ("http", "https"):
        return set()
    bare = host.removeprefix("www.")
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _is_tracking(name)]
    path = parts.path.rstrip("/")
    tails = {
        f"{one}?{query}" if query else one
        for one in (path, f"{path}/")
        for query in {parts.query, urlencode(kept)}
    }  # fmt: skip
    return {f"{scheme}://{name}{tail}" for scheme in ("http", "https") for name in (bare, f"www.{bare}") for tail in tails}


def _is_tracking(name: str) -> bool:
    return name.startswith("utm_") or name in _TRACKING


def same_text(capture: Capture) -> list[Capture]:
    """Return other captures with the same text as an unsaved or stored one, oldest first, with their documents."""
    if not capture.text_sha256:
        return []
    rows = Capture.objects.held().filter(text_sha256=capture.text_sha256).exclude(pk=capture.pk)
    return list(rows.select_related("document").order_by("id")[:_MOST_COMPARED])


def sharing_bands(bands: Sequence[int], *, without: Collection[int] = ()) -> list[Capture]:
    """Return captures whose texts may be nearly the same, those that share most bands first, with their documents."""
    if not bands:
        return []
    rows = BodyBand.objects.filter(among("band", bands)).exclude(capture__in=without)
    shared = rows.values("capture").annotate(shared=Count("id")).order_by("-shared", "capture")[:_MOST_COMPARED]
    ids = [row["capture"] for row in shared]
    found = Capture.objects.select_related("document").in_bulk(ids)
    return [found[pk] for pk in ids]


def publisher_called(names: Collection[str]) -> Source | None:
    """Return the recorded publisher with one of these names, if there is exactly one."""
    found = list(Source.objects.called(names).filter(identified=True, kind__in=PUBLISHERS, merged_into=None)[:2])
    return found[0] if len(found) == 1 else None


def hints_about(capture: Capture) -> list[CopyHint]:
    """Return what suggests that a capture is a copy, decided hints included, in the order in which it was found."""
    rows = CopyHint.objects.filter(capture=capture).select_related("original", "credited", "capture__document")
    return list(rows.order_by("id"))


def open_hints(document: Document | None = None) -> list[CopyHint]:
    """Return the hints that nobody decided, oldest first: about a document, or all."""
    rows = CopyHint.objects.filter(decided_at=None).select_related("original", "credited", "capture__document")
    if document is not None:
        rows = rows.filter(capture__document=document)
    return list(rows.defer("capture__text").order_by("id"))


def hint_of_id(number: int) -> CopyHint | None:
    """Return a hint with its capture and documents, or None."""
    return CopyHint.objects.select_related("original", "credited", "capture__document").filter(pk=number).first()


def timestamps_of(capture: Capture) -> list[CaptureTimestamp]:
    """Return the time stamps of a capture, oldest first."""
    return list(CaptureTimestamp.objects.filter(capture=capture).order_by("id"))


def broken_captures() -> Iterator[str]:
    """Yield a sentence for each capture whose bytes are missing, and for bytes that are not those that were captured."""
    there = CapturedBytes.objects.filter(pk=OuterRef("sha256"))
    rows = Capture.objects.held().exclude(sha256__in=("", ERASED_DIGEST)).filter(~Exists(there))
    for pk in rows.order_by("pk").values_list("pk", flat=True).iterator():
        yield f"capture {pk} has lost its bytes"
    for digest, data in CapturedBytes.objects.order_by("pk").values_list("pk", "data").iterator(chunk_size=20):
        if sha256(_inflated(bytes(data))).hexdigest() != digest:
            yield f"the bytes of captures with the SHA-256 {digest} were changed"


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompress(data)
    except zlib.error:
        return b""
