"""What an operation of the API is, said once: who may ask, what is sent and what comes back.

Requests are held to it, and the published OpenAPI is made from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from msgspec import Struct

JSON: Final = "application/json"
NDJSON: Final = "application/x-ndjson"


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
    gives: Any = None  # the shape of the answer; None: none
    form: str = JSON  # of the answer
    status: int = 200
    on_revision: bool = False  # whether If-Match must name the revision that the change was made on
    problems: tuple[str, ...] = ()  # beyond those that every operation may answer with
    example: Any = None  # of the body that is sent


def whole(least: int, most: int, default: int) -> Mapping[str, Any]:
    """Return the JSON Schema of a whole number within bounds."""
    return {"type": "integer", "minimum": least, "maximum": most, "default": default}


def one_word(*words: str) -> Mapping[str, Any]:
    """Return the JSON Schema of one of a few words."""
    return {"type": "string", "enum": sorted(words)}


TEXT: Final = {"type": "string", "maxLength": 1_000}
INSTANT: Final = {"type": "string", "format": "date-time"}
