"""The ETag of a record without revision numbers: a digest of what is sent, with a short digest of each of its parts.

A change names the ETag of the version it was made on. If that is not the current one, the short digests show which parts
differ.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

import msgspec
from rest_framework.request import Request

from factcheck.api.problems import Changed, ProblemError
from factcheck.api.views import encoded

_WHOLE: Final = 24
#: Digits of the digest of a part. One in 4,096 changed parts is not reported; a changed record always is.
_TRACE: Final = 3
_TAG: Final = re.compile(rf'"([0-9a-f]{{{_WHOLE}}})-((?:[0-9a-f]{{{_TRACE}}})*)"')

Body = Mapping[str, Any]


def tag(body: Body, shape: type[msgspec.Struct]) -> str:
    """Return the ETag of a record as it is sent; ``shape`` is the type of its parts."""
    # A digest for each part of the shape, absent ones too: only then are two ETags compared part by part.
    traces = "".join(_digest(body.get(name))[:_TRACE] for name in shape.__struct_encode_fields__)
    return f'"{_digest(body)[:_WHOLE]}-{traces}"'


def refuse_stale(request: Request, body: Body, shape: type[msgspec.Struct]) -> None:
    """Refuse a change that was made on another version than the current ``body``.

    Raises: ProblemError with the current ETag and the parts that differ, with their current values.
    """
    seen, now = _seen(request), tag(body, shape)
    if seen == now:
        return
    changes = [Changed(about=name.replace("_", " "), after=_as_text(body.get(name))) for name in _differing(seen, now, shape)]
    raise ProblemError("stale", more={"current": now, **({"changes": tuple(changes)} if changes else {})})


def _seen(request: Request) -> str:
    """Return the ETag that If-Match names."""
    sent: str = request.META.get("HTTP_IF_MATCH", "").strip().removeprefix("W/")
    if not sent or sent == "*":
        raise ProblemError("revision-required")
    if not _TAG.fullmatch(sent):
        raise ProblemError("bad-request", "If-Match must be one ETag of this record, unchanged and with its quotation marks.")
    return sent


def _differing(one: str, other: str, shape: type[msgspec.Struct]) -> list[str]:
    """Return the parts whose digests differ between two ETags; none if one is of another version of the API."""
    names = shape.__struct_encode_fields__
    traces = [_traces(each) for each in (one, other)]
    if any(len(each) != len(names) for each in traces):
        return []
    return [name for name, before, after in zip(names, *traces, strict=True) if before != after]


def _traces(etag: str) -> list[str]:
    return re.findall(f".{{{_TRACE}}}", etag.strip('"').partition("-")[2])


def _digest(value: Any) -> str:
    return sha256(encoded(value)).hexdigest()


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else str(encoded(value), "utf-8")
