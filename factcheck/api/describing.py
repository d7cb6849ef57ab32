"""What an operation of the API is, said once: who may ask, what is sent and what comes back.

Requests are held to it, and the published OpenAPI is made from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from typing import Any, Final, NamedTuple

from msgspec import Struct

JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"
SVG: Final = "image/svg+xml"
#: Forms of answers that are sent whole, with an ETag.
TAGGED: Final = (JSON, SVG)


class Parameter(NamedTuple):
    """A parameter of an address: what it is for, its form as JSON Schema, and a value that fits."""

    does: str
    schema: Mapping[str, Any] = {"type": "string"}
    example: Any = None


@dataclass(frozen=True, kw_only=True)
class Op:
    """One method of one address."""

    name: str  # of the operation, for generated clients: list_claims
    does: str  # in one sentence
    scope: str  # that a token must have
    needs: tuple[str, ...]  # permissions that the person's role must have
    open_to_all: bool = False  # whether anybody may read it where the desk publishes
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    takes: type[Struct] | None = None  # the body that is sent
    most: int | None = None  # bytes of a body; None: what the desk sets for all
    in_lines: bool = False  # whether a body of NDJSON is taken as well, and answered line by line
    gives: Any = None  # the shape of the answer; None: none
    form: str = JSON  # of the answer
    status: int = 200
    on_revision: bool = False  # whether If-Match must name the revision that the change was made on
    problems: tuple[str, ...] = ()  # beyond those that every operation may answer with
    example: Any = None  # of the body that is sent
    deprecated_on: date | None = None  # since when it should not be used in new work
    sunset_on: date | None = None  # when it ends


def ending(op: Op) -> dict[str, str]:
    """Return the headers that tell of an operation's end: Deprecation (RFC 9745) and Sunset (RFC 8594)."""
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
