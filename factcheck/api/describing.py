"""The description of an API operation: who may call it, what is sent and what is returned.

Requests are checked against it, and the published OpenAPI document is generated from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from typing import Any, Final, NamedTuple

from msgspec import Struct

JSON: Final = "application/json"
MULTIPART: Final = "multipart/form-data"
NDJSON: Final = "application/x-ndjson"
SVG: Final = "image/svg+xml"
#: Content types sent as a whole, with an ETag.
TAGGED: Final = (JSON, SVG)


class Parameter(NamedTuple):
    """A query parameter: its purpose, its JSON Schema, and an example."""

    does: str
    schema: Mapping[str, Any] = {"type": "string"}
    example: Any = None


@dataclass(frozen=True, kw_only=True)
class Op:
    """One method of one URL."""

    name: str  # the operation id, for generated clients: list_claims
    does: str  # the summary, one sentence
    scope: str  # the scope that a token must have
    needs: tuple[str, ...]  # the permissions that the person must have
    open_to_all: bool = False  # whether anonymous callers may read it, if the desk publishes
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    takes: type[Struct] | None = None  # the type of the request body
    most: int | None = None  # the most bytes of the body; None: the desk's setting
    in_lines: bool = False  # whether an NDJSON body is accepted too, with one result per line
    with_file: bool = False  # whether the body is a form with a part "file", and ``takes`` its other fields
    repeatable: bool = True  # whether an Idempotency-Key is accepted: its transaction would wait for what is slow
    gives: Any = None  # the type of the response; None: empty
    form: str = JSON  # the content type of the response
    status: int = 200
    on_revision: bool = False  # whether If-Match is required, with the revision that was seen
    problems: tuple[str, ...] = ()  # besides those of every operation
    example: Any = None  # of the request body
    deprecated_on: date | None = None  # since when it is deprecated
    sunset_on: date | None = None  # when it will be removed


def ending(op: Op) -> dict[str, str]:
    """Return the headers that announce an operation's end: Deprecation (RFC 9745) and Sunset (RFC 8594)."""
    found = {}
    if op.deprecated_on is not None:
        found["Deprecation"] = f"@{_midnight(op.deprecated_on).timestamp():.0f}"
    if op.sunset_on is not None:
        found["Sunset"] = format_datetime(_midnight(op.sunset_on), usegmt=True)
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def whole(least: int, most: int, default: int) -> Mapping[str, Any]:
    """Return the JSON Schema of a whole number within bounds."""
    return {"type": "integer", "minimum": least, "maximum": most, "default": default}


def one_word(*words: str) -> Mapping[str, Any]:
    """Return the JSON Schema of one of a few words."""
    return {"type": "string", "enum": sorted(words)}


#: What ``parameters.yes_no`` reads.
YES_NO: Final = one_word("yes", "no")
TEXT: Final = {"type": "string", "minLength": 1, "maxLength": 1_000}
INSTANT: Final = {"type": "string", "format": "date-time"}
