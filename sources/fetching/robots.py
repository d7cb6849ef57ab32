"""Whether robots.txt lets us fetch pages in bulk (RFC 9309). A single page that an editor asks for is no robot's visit."""

from __future__ import annotations

from typing import Final, NamedTuple
from urllib.parse import urlsplit

from protego import Protego

from factcheck.outbound import RefusedAddressError, target_of
from sources.fetching.client import FetchError, Limits, ascii_url, fetch
from sources.vocabulary import CaptureOutcome

#: RFC 9309 requires that at least this much is read.
_MOST_BYTES: Final = 500 * 1024
#: A longer delay is not honoured, because a list would never end; the page is refused instead (a guess).
LONGEST_DELAY: Final = 60.0


class Rules(NamedTuple):
    """The robots.txt of a host: its text, or whether everything is refused because it could not be read."""

    text: str
    refused: bool = False

    def allow(self, url: str, user_agent: str) -> bool:
        """Return whether a URL may be fetched."""
        return not self.refused and bool(Protego.parse(self.text).can_fetch(url, user_agent))

    def delay(self, user_agent: str) -> float:
        """Return the seconds between two requests that it asks for; 0 if it asks for none."""
        return float(Protego.parse(self.text).crawl_delay(user_agent) or 0)


def rules_of(url: str, limits: Limits) -> Rules:
    """Return the rules of the host of a URL: none if it has no robots.txt, everything refused if its server fails.

    Raises: FetchError if the host cannot be reached, or may not be.
    """
    try:
        address = ascii_url(url)
        target_of(address, http=True, allowed=limits.allowed)
    except RefusedAddressError as error:
        raise FetchError(CaptureOutcome.REFUSED_ADDRESS, str(error)) from None
    parts = urlsplit(address)
    try:
        found = fetch(
            f"{parts.scheme}://{parts.netloc}/robots.txt", limits._replace(most_bytes=_MOST_BYTES), accept="text/plain"
        )
    except FetchError as error:
        if error.outcome is CaptureOutcome.SERVER_ERROR:
            return Rules("", refused=True)
        if error.status is not None:
            return Rules("")
        raise
    return Rules(found.body.decode(errors="replace").replace("\x00", ""))
