"""Which texts are safe in the cell of a spreadsheet."""

from __future__ import annotations

from typing import Final

Cell = str | int | None

#: A spreadsheet treats text that starts with one of these as a formula, and executes it (OWASP, "CSV Injection"). Some skip
#: tabs and line ends first.
_BEGINNINGS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def begins_a_formula(text: str) -> bool:
    """Return whether a spreadsheet could treat a text as a formula."""
    return text.lstrip(" \u00a0\u200b\ufeff\x00").startswith(_BEGINNINGS)
