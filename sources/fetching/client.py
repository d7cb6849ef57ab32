"""Fetches a URL: follows redirects, each checked anew, and inflates the body up to a limit."""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import brotli

from factcheck.outbound import (
    Answer,
    Network,
    OfflineError,
    OutboundError,
    RefusedAddressError,
    TimedOutError,
    UnknownHostError,
    send,
)
from sources.vocabulary import CaptureOutcome

MOST_REDIRECTS: Final = 5
_REDIRECTS: Final = (301, 302, 303, 307, 308)
_BLOCKED: Final = (401, 402, 403, 407, 429, 451)
#: A page compresses to a tenth; a bomb to a thousandth (a guess between, far above any page).
_MOST_RATIO: Final = 200
#: Below this many bytes inflated, any ratio is harmless.
_SMALL: Final = 1_000_000
#: Bytes inflated at a time.
_PIECE: Final = 65_536
#: Headers that are not stored: they identify whoever asked, or are no part of the page.
_DROPPED: Final = frozenset(("set-cookie", "set-cookie2", "www-authenticate", "proxy-authenticate"))
#: What stays as it is in a URL (RFC 3986); everything else is percent-encoded.
_KEPT: Final = "%:/?#[]@!$&'()*+,;=~-._"
_BLANKS: Final = re.compile(r"[\t\r\n]")
_OUTCOMES: Final[Sequence[tuple[type[OutboundError], CaptureOutcome]]] = (
    (RefusedAddressError, CaptureOutcome.REFUSED_ADDRESS),
    (TimedOutError, CaptureOutcome.TIMED_OUT),
    (UnknownHostError, CaptureOutcome.UNKNOWN_HOST),
    (OfflineError, CaptureOutcome.OFFLINE),
    (OutboundError, CaptureOutcome.FAILED),
)


class Limits(NamedTuple):
    """How a URL is fetched."""

    most_bytes: int  # of the body, inflated
    seconds: float  # for everything, redirects included
    user_agent: str
    allowed: Sequence[Network] = ()  # networks besides the public internet


class Fetched(NamedTuple):
    """A complete response, inflated."""

    url: str  # after redirects
    redirects: tuple[str, ...]  # the URLs before it, in order
    status: int
    headers: Mapping[str, str]  # lower-case names, without cookies; as sent
    body: bytes

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class FetchError(Exception):
    """There is no page; the message says why in a sentence."""

    def __init__(self, outcome: CaptureOutcome, why: str, *, status: int | None = None, trail: Sequence[str] = ()) -> None:
        super().__init__(f"{why[:1].upper()}{why[1:]}.")
        self.outcome, self.status = outcome, status
        self.trail = tuple(trail)  # the URLs requested, the last one failed


def fetch(
    url: str, limits: Limits, *, accept: str = "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5"
) -> Fetched:
    """Return what is at a URL. Responses other than 2xx are errors, with their status.

    Raises: FetchError.
    """
    until = time.monotonic() + limits.seconds
    trail: list[str] = []
    try:
        at = ascii_url(url)
        while True:
            trail.append(at)
            answer = _asked(at, limits, until, accept)
            following = _following(at, answer)
            if following is None:
                break
            if len(trail) > MOST_REDIRECTS:
                raise FetchError(CaptureOutcome.FAILED, f"it redirects more than {MOST_REDIRECTS} times", trail=trail)
            at = following
        _refuse_status(answer, trail)
        body = inflated(answer, limits.most_bytes, trail)
    except OutboundError as error:
        outcome = next(outcome for kind, outcome in _OUTCOMES if isinstance(error, kind))
        raise FetchError(outcome, str(error), trail=trail) from None
    headers = {name: value for name, value in answer.headers.items() if name not in _DROPPED}
    return Fetched(at, tuple(trail[:-1]), answer.status, headers, body)


def ascii_url(url: str) -> str:
    """Return a URL as it is sent: host in IDNA, other characters percent-encoded, without fragment.

    Raises: RefusedAddressError.
    """
    try:
        parts = urlsplit(_BLANKS.sub("", url.strip()))
        host, port = parts.hostname or "", parts.port
        name = host if host.isascii() else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        raise RefusedAddressError("it is not an address") from None
    if "@" in parts.netloc:
        raise RefusedAddressError("it may not hold a name or password")
    place = f"[{name}]" if ":" in name else name
    netloc = place if port is None else f"{place}:{port}"
    path, query = (quote(part, _KEPT, errors="replace") for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, netloc, path, query, ""))


def _asked(url: str, limits: Limits, until: float, accept: str) -> Answer:
    left = until - time.monotonic()
    if left <= 0:
        raise TimedOutError(f"no complete response within {limits.seconds:g} seconds")
    headers = {"User-Agent": limits.user_agent, "Accept": accept, "Accept-Encoding": "gzip, deflate, br"}
    try:
        # One byte more than allowed shows that there is more.
        return send(
            "GET", url, headers=headers, seconds=left, most=limits.most_bytes + 1, http=True, allowed=limits.allowed
        )  # fmt: skip
    except TimedOutError:
        raise TimedOutError(f"no complete response within {limits.seconds:g} seconds") from None


def _following(url: str, answer: Answer) -> str | None:
    """Return the URL to which a response redirects, if it does."""
    place = answer.headers.get("location", "")
    if answer.status not in _REDIRECTS or not place:
        return None
    # http.client reads headers as Latin-1; servers that send other characters mean UTF-8.
    try:
        joined = urljoin(url, place.encode("latin-1").decode(errors="replace"))
    except ValueError:
        raise RefusedAddressError("it redirects to what is not an address") from None
    return ascii_url(joined)


def _refuse_status(answer: Answer, trail: Sequence[str]) -> None:
    """Raises: FetchError unless the response is a page."""
    status = answer.status
    if 200 <= status < 300:
        return
    if status == 404:
        raise FetchError(CaptureOutcome.NOT_FOUND, "the server does not know the page (404)", status=status, trail=trail)
    if status == 410:
        raise FetchError(CaptureOutcome.GONE, "the server says that the page was removed (410)", status=status, trail=trail)
    if status in _BLOCKED:
        raise FetchError(CaptureOutcome.BLOCKED, f"the server refuses to show the page ({status})", status=status, trail=trail)
    if status >= 500:
        raise FetchError(CaptureOutcome.SERVER_ERROR, f"the server failed ({status})", status=status, trail=trail)
    raise FetchError(
        CaptureOutcome.OTHER_STATUS, f"the server answered with {status}, which is no page", status=status, trail=trail
    )


def inflated(answer: Answer, most: int, trail: Sequence[str]) -> bytes:
    """Return the body without its content codings. Raises: FetchError."""
    codings = [each.strip().lower() for each in answer.headers.get("content-encoding", "").split(",")]
    body = answer.body
    if len(body) > most:
        raise FetchError(CaptureOutcome.TOO_LARGE, f"it has more than {most:,} bytes", status=answer.status, trail=trail)
    declared = _length(answer)
    if len(body) < declared:
        why = f"the response ended after {len(body):,} of {declared:,} bytes"
        raise FetchError(CaptureOutcome.FAILED, why, status=answer.status, trail=trail)
    for coding in reversed([each for each in codings if each not in ("", "identity")]):
        if coding not in _INFLATING:
            why = f"it is encoded as {coding[:40]!r}, which we cannot decode"
            raise FetchError(CaptureOutcome.UNREADABLE, why, status=answer.status, trail=trail)
        body = _within(body, coding, most, answer.status, trail)
    return body


def _length(answer: Answer) -> int:
    """Return the declared length of the body, or 0."""
    said = answer.headers.get("content-length", "")
    # In chunks, the length is theirs, and http.client notices an early end.
    is_said = said.isascii() and said.isdecimal() and len(said) < 20 and "transfer-encoding" not in answer.headers
    return int(said) if is_said else 0


def _within(body: bytes, coding: str, most: int, status: int, trail: Sequence[str]) -> bytes:
    """Inflate one coding, and stop at once where there is too much of it."""
    room, pieces = max(_SMALL, len(body) * _MOST_RATIO), []
    size = 0
    try:
        for piece in _INFLATING[coding](body):
            pieces.append(piece)
            size += len(piece)
            if size > most or size > room:
                why = f"its compressed body has more than {min(most, room):,} bytes inflated"
                raise FetchError(CaptureOutcome.TOO_LARGE, why, status=status, trail=trail)
    except (zlib.error, brotli.error):
        why = f"its body is not valid {coding}"
        raise FetchError(CaptureOutcome.UNREADABLE, why, status=status, trail=trail) from None
    return b"".join(pieces)


def _gunzipped(body: bytes) -> Iterator[bytes]:
    # 32 + 15: gzip or zlib, whichever the header says.
    return _unzipped(body, 47)


def _deflated(body: bytes) -> Iterator[bytes]:
    """Yield what "deflate" holds: a zlib stream (RFC 9110), or the bare one that some servers send."""
    bare = len(body) < 2 or body[0] & 15 != 8 or int.from_bytes(body[:2]) % 31
    return _unzipped(body, -15 if bare else 15)


def _unzipped(body: bytes, window: int) -> Iterator[bytes]:
    inflating = zlib.decompressobj(window)
    rest = body
    while rest and not inflating.eof:
        piece = inflating.decompress(rest, _PIECE)
        rest = inflating.unconsumed_tail
        yield piece
    if body and not inflating.eof:
        raise zlib.error("the stream ends early")


def _unbrotlied(body: bytes) -> Iterator[bytes]:
    inflating = brotli.Decompressor()
    rest = body
    while body and not inflating.is_finished():
        piece = inflating.process(rest, output_buffer_limit=_PIECE)
        if not piece and not rest:
            raise brotli.error("the stream ends early")
        rest = b""
        yield piece


_INFLATING: Final = {"gzip": _gunzipped, "x-gzip": _gunzipped, "deflate": _deflated, "br": _unbrotlied}
