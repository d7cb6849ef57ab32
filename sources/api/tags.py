"""The ETag of a record that has no revision number: it stands for what is sent, and holds a trace of each of its parts.

A change names the ETag of what it was made on. Where that is not what stands, the traces tell which parts differ.
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
#: Digits of the trace of a part. One in 4,096 changed parts is not told of; that the record changed always is.
_TRACE: Final = 3
_TAG: Final = re.compile(rf'"([0-9a-f]{{{_WHOLE}}})-((?:[0-9a-f]{{{_TRACE}}})*)"')

Body = Mapping[str, Any]


def tag(body: Body, shape: type[msgspec.Struct]) -> str:
    """Return the ETag of a record as it is sent; ``shape`` is what its parts are described by."""
    traces = "".join(_digest(body.get(name))[:_TRACE] for name in shape.__struct_encode_fields__)
    return f'"{_digest(body)[:_WHOLE]}-{traces}"'


def refuse_stale(request: Request, body: Body, shape: type[msgspec.Struct]) -> None:
    """Refuse a change that was made on something else than ``body``, which stands.

    Raises: ProblemError, with the ETag of what stands and the parts that differ, as they now are.
    """
    seen, now = _seen(request), tag(body, shape)
    if seen == now:
        return
    told = [Changed(about=name.replace("_", " "), after=_told(body.get(name))) for name in _differing(seen, now, shape)]
    raise ProblemError("stale", more={"current": now, **({"changes": tuple(told)} if told else {})})


def _seen(request: Request) -> str:
    """Return the ETag that If-Match names."""
    sent: str = request.META.get("HTTP_IF_MATCH", "").strip().removeprefix("W/")
    if not sent or sent == "*":
        raise ProblemError("revision-required")
    if not _TAG.fullmatch(sent):
        raise ProblemError("bad-request", "If-Match is one ETag of this record, in its quotation marks, as it was sent.")
    return sent


def _differing(one: str, other: str, shape: type[msgspec.Struct]) -> list[str]:
    """Return the parts whose traces differ in two ETags; none where one is of another version of the API."""
    names = shape.__struct_encode_fields__
    traces = [_traces(each) for each in (one, other)]
    if any(len(each) != len(names) for each in traces):
        return []
    return [name for name, before, after in zip(names, *traces, strict=True) if before != after]


def _traces(told: str) -> list[str]:
    return re.findall(f".{{{_TRACE}}}", told.strip('"').partition("-")[2])


def _digest(value: Any) -> str:
    return sha256(encoded(value)).hexdigest()


def _told(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else str(encoded(value), "utf-8")
