"""What may stand in the cell of a spreadsheet."""

from __future__ import annotations

from typing import Final

Cell = str | int | None

#: A spreadsheet takes a text that begins with one of these for a formula, and carries it out (OWASP, "CSV Injection"). Tab and
#: line ends are skipped by some before they look.
_BEGINNINGS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def begins_a_formula(text: str) -> bool:
    """Tell whether a spreadsheet could take a text for a formula."""
    return text.lstrip(" \u00a0\u200b\ufeff\x00").startswith(_BEGINNINGS)
