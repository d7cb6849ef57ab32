"""What is done with captures besides making them: exporting them, stamping them, and finding copies in web archives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings

from sources.capturing.captures import limits
from sources.fetching.client import FetchError
from sources.fetching.timemaps import Memento, archived_copies
from sources.fetching.timestamps import StampError, stamped
from sources.fetching.wacz import Archived, write_wacz
from sources.models import Capture, CaptureTimestamp
from sources.operations.captures import record_timestamp
from sources.queries.documents.captures import bytes_of, timestamps_of

__all__ = ["FetchError", "Memento", "StampError", "copies_in_archives", "stamp", "wacz_of"]


def wacz_of(captures: Iterable[Capture], *, title: str, now: datetime) -> bytes:
    """Return a WACZ file with captures; those without bytes are left out."""
    return write_wacz(_archived(captures), title=title, now=now)


def _archived(captures: Iterable[Capture]) -> Iterator[Archived]:
    for row in captures:
        body = bytes_of(row)
        if body is not None:
            yield Archived(
                number=row.pk,
                url=row.final_url or row.url,
                at=row.fetched_at,
                body=body,
                status=row.http_status,
                headers=row.headers,
                media_type=row.media_type,
                title=row.title,
                text=row.text,
                stamps=[bytes(each.token) for each in timestamps_of(row)],
            )


def stamp(capture: Capture, *, actor: str) -> CaptureTimestamp:
    """Have the authority of the settings stamp the digest of a capture, and store the stamp.

    Raises: StampError if there is no authority, or no copy, or if the authority does not answer as it should.
    """
    if not settings.TIMESTAMP_URL:
        raise StampError("There is no time-stamping authority: see TIMESTAMP_URL.")
    body = bytes_of(capture)
    if body is None:
        raise StampError("There are no bytes of this capture that could be stamped.")
    made = stamped(body, settings.TIMESTAMP_URL, limits())
    return record_timestamp(capture, made.token, authority=settings.TIMESTAMP_URL, stamped_at=made.at, actor=actor)


def copies_in_archives(url: str) -> list[Memento]:
    """Return the copies of a URL in web archives, newest first; none if the settings name no place to look them up.

    Raises: FetchError if that place cannot be reached.
    """
    if not settings.MEMENTO_TIMEMAP:
        return []
    return archived_copies(url, settings.MEMENTO_TIMEMAP, limits())
