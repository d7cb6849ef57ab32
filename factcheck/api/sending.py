"""Request bodies, and the revision that a change was made on."""

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
    """The revision of a claim that a change was made on, and the start of its digest."""

    revision: int
    digest: str


def body_of(request: Request, op: Op) -> bytes:
    """Return the request body, reading no more than the limit.

    Raises: ProblemError.
    """
    sent = form_of(request)
    if sent != JSON:
        taken = f"{JSON} or {NDJSON}" if op.in_lines else JSON
        raise ProblemError("unsupported-media-type", f"Send {taken}." if sent else f"Send the header Content-Type: {taken}.")
    most: int = op.most or settings.API_MOST_BYTES
    _refuse_large(request, most)
    # Read directly: the body attribute would apply Django's limit for forms.
    return bytes(request._request.read(most))


def form_of(request: Request) -> str:
    """Return the media type of the body, without parameters."""
    return str(request.content_type).partition(";")[0].strip().lower()


def stream_of(request: Request, most: int) -> Iterator[bytes]:
    """Yield the body in chunks, reading no more than ``most`` bytes.

    Raises: ProblemError, before reading anything if Content-Length is over the limit.
    """
    _refuse_large(request, most)
    # Without Content-Length Django reads nothing, unless the server knows the end of the body.
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
    return ProblemError("too-large", f"The limit is {most:,} bytes.")


def seen_of(request: Request) -> Seen:
    """Return the revision in If-Match.

    Raises: ProblemError if it names none: ``*`` would overwrite whatever a colleague did meanwhile.
    """
    sent = request.META.get("HTTP_IF_MATCH", "").strip()
    if not sent or sent == "*":
        raise ProblemError("revision-required")
    found = _ETAG.fullmatch(sent.removeprefix("W/"))
    if found is None:
        raise ProblemError("bad-request", "If-Match must be one ETag of this claim, unchanged and with its quotation marks.")
    return Seen(int(found[1]), found[2])


def pointer(path: str, within: str = "$") -> str:
    """Return the JSON Pointer (RFC 6901) of a path such as ``$.claims[0].text``, counted from ``within``."""
    rest = path.removeprefix(within)
    parts = (name or number or json.loads(f'"{quoted}"') for name, number, quoted in _PART.findall(rest))
    pointer = "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in parts)
    return pointer.encode(errors="replace").decode()  # a lone surrogate cannot be encoded in a response


def fault_at(path: str, detail: str, within: str = "$") -> Fault:
    """Return an error at a path into the body."""
    return Fault(detail=detail, pointer=pointer(path, within))
