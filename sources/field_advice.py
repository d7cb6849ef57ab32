"""Suggestions for invalid web addresses."""

from __future__ import annotations

import re
from typing import Final

_SPACE: Final = re.compile(r"\s")


def space_in(text: str) -> int | None:
    """Return the position of the first white space in an address, counted from 1; None if it has none."""
    found = _SPACE.search(text)
    return found.start() + 1 if found else None
