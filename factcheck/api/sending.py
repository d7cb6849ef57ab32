"""What is sent to be written: the bytes of a body, and the revision that a change was made on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from django.conf import settings
from rest_framework.request import Request

from factcheck.api.describing import JSON, NDJSON, Op
from factcheck.api.problems import Fault, ProblemError

_ETAG: Final = re.compile(r'"([0-9]{1,9})-([0-9a-f]{16})(?:-[0-9a-f]{8})?"')
_CHUNK: Final = 1 << 16
_PART: Final = re.compile(r"\.([A-Za-z_][A-Za-z0-9_]*)|\[([0-9]+)\]|\[\"((?:[^\"\\]|\\.)*)\"\]")


class Seen(NamedTuple):
    """The revision of a claim that a change was made on, and the beginning of its digest."""

    revision: int
    digest: str


def body_of(request: Request, op: Op) -> bytes:
    """Return the bytes that were sent, read no further than they may be long.

    Raises: ProblemError.
    """
    sent = form_of(request)
    if sent != JSON:
        taken = f"{JSON} or {NDJSON}" if op.in_lines else JSON
        raise ProblemError("unsupported-media-type", f"Send {taken}." if sent else f"Say what it is: Content-Type: {taken}.")
    most: int = op.most or settings.API_MOST_BYTES
    _refuse_large(request, most)
    # By hand: as an attribute, Django would hold it to the limit for forms.
    return bytes(request._request.read(most))


def form_of(request: Request) -> str:
    """Return the media type of what was sent, without its parameters."""
    return str(request.content_type).partition(";")[0].strip().lower()


def stream_of(request: Request, most: int) -> Iterator[bytes]:
    """Yield what was sent in chunks, and read no further than ``most`` bytes.

    Raises: ProblemError, before anything is read where the header tells that it is too much.
    """
    _refuse_large(request, most)
    # Of a body whose length is not told, Django reads nothing, but where the server knows its end.
    endless = not request.META.get("CONTENT_LENGTH") and request.META.get("wsgi.input_terminated")
    body = request.META["wsgi.input"] if endless else request._request
    read = 0
    while chunk := body.read(_CHUNK):
        read += len(chunk)
        if read > most:
            raise _too_large(most)
        yield chunk


def _refuse_large(request: Request, most: int) -> None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > most:
        raise _too_large(most)


def _too_large(most: int) -> ProblemError:
    return ProblemError("too-large", f"At most {most:,} bytes are taken here.")


def seen_of(request: Request) -> Seen:
    """Return the revision that If-Match names.

    Raises: ProblemError where it names none: ``*`` would overwrite whatever a colleague did meanwhile.
    """
    sent = request.META.get("HTTP_IF_MATCH", "").strip()
    if not sent or sent == "*":
        raise ProblemError("revision-required")
    found = _ETAG.fullmatch(sent.removeprefix("W/"))
    if found is None:
        raise ProblemError("bad-request", "If-Match is one ETag of this claim, in its quotation marks, as it was sent.")
    return Seen(int(found[1]), found[2])


def pointer(path: str, within: str = "$") -> str:
    """Return the JSON Pointer (RFC 6901) of a path such as ``$.claims[0].text``, counted from ``within``."""
    rest = path.removeprefix(within)
    parts = (name or number or json.loads(f'"{quoted}"') for name, number, quoted in _PART.findall(rest))
    told = "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in parts)
    return told.encode(errors="replace").decode()  # half of a surrogate pair has no place in an answer


def fault_at(path: str, detail: str, within: str = "$") -> Fault:
    """Return a fault at a path into the body."""
    return Fault(detail=detail, pointer=pointer(path, within))
