"""Paths into the records of case files and public bodies: ``window.from``."""

from __future__ import annotations

import msgspec


def leads(shape: type[msgspec.Struct], path: str) -> bool:
    """Return whether a path of names leads to a field, through the records that are fields on the way."""
    first, _dot, rest = path.partition(".")
    found = next((field for field in msgspec.structs.fields(shape) if field.encode_name == first), None)
    if found is None or not rest:
        return found is not None
    inner = [part for part in found.type.__args__ if isinstance(part, type) and issubclass(part, msgspec.Struct)]
    return leads(inner[0], rest)
