"""Request bodies, and the revision that a change was made on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.http.multipartparser import MultiPartParserError
from rest_framework.request import Request

from factcheck.api.describing import JSON, MULTIPART, NDJSON, Op
from factcheck.api.problems import Fault, ProblemError

_ETAG: Final = re.compile(r'"([0-9]{1,9})-([0-9a-f]{16})(?:-[0-9a-f]{8})?"')
_CHUNK: Final = 1 << 16
#: Bytes of a form besides its file: the most that Django reads of fields, and as much again for headers and boundaries.
_FIELDS: Final = 5_000_000
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
    if op.with_file:
        return _fields_of(request, op, sent)
    if sent != JSON:
        taken = f"{JSON} or {NDJSON}" if op.in_lines else JSON
        raise ProblemError("unsupported-media-type", f"Send {taken}." if sent else f"Send the header Content-Type: {taken}.")
    most: int = op.most or settings.API_MOST_BYTES
    _refuse_large(request, most)
    # Read directly: the body attribute would apply Django's limit for forms.
    return bytes(request._request.read(most))


def _fields_of(request: Request, op: Op, sent: str) -> bytes:
    """Return the fields of a form with one file, as JSON."""
    if sent != MULTIPART:
        raise ProblemError("unsupported-media-type", f"Send {MULTIPART} with a part “file”.")
    _refuse_large(request, (op.most or settings.API_MOST_BYTES) + _FIELDS)
    try:
        fields, files = request._request.POST, request._request.FILES
    except MultiPartParserError as error:
        raise ProblemError("bad-request", f"The form is malformed: {error}.") from None
    faults = [Fault(detail="Send it once.", pointer=f"/{name}") for name, values in fields.lists() if len(values) > 1]
    if set(files) != {"file"} or len(files.getlist("file")) > 1:
        faults.append(Fault(detail="Send one part “file” with a file name, and no other file.", pointer="/file"))
    if faults:
        raise ProblemError("invalid", errors=faults)
    if op.most is not None and file_of(request).size > op.most:
        raise _too_large(op.most)
    return json.dumps(dict(fields.items())).encode()


def file_of(request: Request) -> Any:
    """Return the file of a form that ``body_of`` has checked, as Django's ``UploadedFile``."""
    return request._request.FILES["file"]


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
