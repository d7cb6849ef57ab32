"""Suggestions for invalid country codes and web addresses."""

from __future__ import annotations

import re
from typing import Final

_CODE: Final = re.compile("[A-Za-z]{2}")
#: Codes that are reserved in ISO 3166-1 and widely used, but assigned to no country; and the assigned code.
_MISTAKEN: Final = {"UK": "GB"}
_SPACE: Final = re.compile(r"\s")


def country_meant(text: str) -> str:
    """Return the ISO 3166-1 code for a common wrong spelling; empty if the text is a code, or no known spelling."""
    code = text.strip().upper()
    meant = _MISTAKEN.get(code, code)
    return meant if _CODE.fullmatch(code) and meant != text else ""


def space_in(text: str) -> int | None:
    """Return the position of the first white space in an address, counted from 1; None if it has none."""
    found = _SPACE.search(text)
    return found.start() + 1 if found else None
