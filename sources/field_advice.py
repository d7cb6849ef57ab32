"""What was most likely meant by a country code or a web address that cannot be taken."""

from __future__ import annotations

import re
from typing import Final

_CODE: Final = re.compile("[A-Za-z]{2}")
#: Reserved in ISO 3166-1 and widely written, but the code of no country; the code that is.
_MISTAKEN: Final = {"UK": "GB"}
_SPACE: Final = re.compile(r"\s")


def country_meant(text: str) -> str:
    """Return the ISO 3166-1 code that another spelling of it means; empty where the text is a code, or no such spelling."""
    code = text.strip().upper()
    meant = _MISTAKEN.get(code, code)
    return meant if _CODE.fullmatch(code) and meant != text else ""


def space_in(text: str) -> int | None:
    """Return which character of an address, counted from 1, is its first white space; None if it has none."""
    found = _SPACE.search(text)
    return found.start() + 1 if found else None
