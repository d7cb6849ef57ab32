"""What is sent to be written: the bytes of a body, and the revision that a change was made on."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from django.conf import settings
from rest_framework.request import Request

from factcheck.api.describing import JSON, Op
from factcheck.api.problems import Fault, ProblemError

_ETAG: Final = re.compile(r'"([0-9]{1,9})-([0-9a-f]{16})(?:-[0-9a-f]{8})?"')
_PART: Final = re.compile(r"\.([A-Za-z_][A-Za-z0-9_]*)|\[([0-9]+)\]|\[\"((?:[^\"\\]|\\.)*)\"\]")


class Seen(NamedTuple):
    """The revision of a claim that a change was made on, and the beginning of its digest."""

    revision: int
    digest: str


def body_of(request: Request, op: Op) -> bytes:
    """Return the bytes that were sent, read no further than they may be long.

    Raises: ProblemError.
    """
    sent = str(request.content_type).partition(";")[0].strip().lower()
    if sent != JSON:
        raise ProblemError("unsupported-media-type", f"Send {JSON}." if sent else f"Say what it is: Content-Type: {JSON}.")
    most: int = op.most or settings.API_MOST_BYTES
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > most:
        raise ProblemError("too-large", f"At most {most:,} bytes are taken here.")
    # By hand: as an attribute, Django would hold it to the limit for forms.
    return bytes(request._request.read(most))


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
    parts = (name or number or quoted for name, number, quoted in _PART.findall(rest))
    return "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in parts)


def fault_at(path: str, detail: str, within: str = "$") -> Fault:
    """Return a fault at a path into the body."""
    return Fault(detail=detail, pointer=pointer(path, within))
