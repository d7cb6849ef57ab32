"""Archived copies of a URL, as web archives list them: TimeMaps of Memento (RFC 7089), in the link format (RFC 6690)."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final, NamedTuple

from sources.fetching.client import FetchError, Limits, fetch
from sources.vocabulary import CaptureOutcome

#: The most bytes of a TimeMap that are read, and the most copies of it (guesses: a popular page has thousands).
_MOST_BYTES: Final = 2_000_000
_MOST_COPIES: Final = 1_000
_LINK: Final = re.compile(
    r"<\s*(?P<url>https?://[^\s<>\"]{1,2000})\s*>(?P<params>(?:\s*;\s*[a-z-]+\s*=\s*(?:\"[^\"]{0,200}\"|[^\s\",;]{1,200}))*)"
)
_PARAM: Final = re.compile(r"([a-z-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s\",;]+))")


class Memento(NamedTuple):
    """An archived copy: where it is, and when it was made."""

    url: str
    at: datetime


def archived_copies(url: str, timemap: str, limits: Limits) -> list[Memento]:
    """Return the archived copies of a URL, newest first; ``timemap`` is the address to which it is appended.

    Raises: FetchError if the archive cannot be reached.
    """
    try:
        found = fetch(f"{timemap}{url}", limits._replace(most_bytes=_MOST_BYTES), accept="application/link-format")
    except FetchError as error:
        if error.outcome is CaptureOutcome.NOT_FOUND:  # no archive has it
            return []
        raise
    return mementos_in(found.body.decode(errors="replace"))


def mementos_in(text: str) -> list[Memento]:
    """Return the copies that a TimeMap lists, newest first."""
    found: dict[str, Memento] = {}
    for link in _LINK.finditer(text):
        params = {name: quoted or bare for name, quoted, bare in _PARAM.findall(link["params"])}
        at = _instant(params.get("datetime", ""))
        if at is not None and "memento" in params.get("rel", "").split():
            found[link["url"]] = Memento(link["url"], at)
            if len(found) >= _MOST_COPIES:
                break
    return sorted(found.values(), key=lambda each: (each.at, each.url), reverse=True)


def _instant(said: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(said)
    except (TypeError, ValueError):
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
