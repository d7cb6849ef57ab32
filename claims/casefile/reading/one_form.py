"""Normalizing the texts of a case file to the form in which they are stored, and the offsets of quotes with them."""

from __future__ import annotations

from typing import Any

from claims.casefile.reading.plain import NESTED_TOO_DEEPLY, Repeating, broken
from factcheck.text.texts import in_form


def in_one_form(value: object) -> object:
    """Return a plain value with its texts normalized; field names stay unchanged.

    Raises: CaseFileError if it is nested too deeply.
    """
    try:
        return _formed(value)
    except RecursionError as error:
        raise broken(NESTED_TOO_DEEPLY) from error


def _formed(value: object) -> object:
    match value:
        case str():
            return in_form(value)
        case list():
            return [_formed(item) for item in value]
        case dict():
            return _members(value)
        case _:
            return value


def _members(value: dict[str, Any]) -> dict[str, Any]:
    found = {name: _formed(each) for name, each in value.items()}
    if isinstance(exact := value.get("exact"), str):
        found.update(span_in_form(exact, value.get("start"), value.get("end")))
    if not isinstance(value, Repeating):
        return found
    repeating = Repeating(found)
    repeating.names = value.names
    return repeating


def span_in_form(exact: str, start: object, end: object) -> dict[str, int]:
    """Return the new end offset of a quote whose length normalization changed; otherwise nothing.

    Offsets count the characters of the normalized page text. The page is not available here, so the start stays as sent, and
    an end that matched the old length moves with it. Offsets that do not match are left alone.
    """
    # Not ``isinstance``: ``True`` is an int too, and is refused later.
    if type(start) is not int or type(end) is not int or end - start != len(exact):
        return {}
    moved = start + len(in_form(exact))
    return {} if moved == end else {"end": moved}
