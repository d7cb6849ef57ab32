"""Values of spreadsheet cells, and protection against formulas."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

Cell = str | int | Decimal | None

#: Spreadsheets execute a text that begins with one of these as a formula (OWASP, "CSV Injection"). Some skip a leading tab or
#: line end first.
_BEGINNINGS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def begins_a_formula(text: str) -> bool:
    """Return whether a spreadsheet could execute a text as a formula."""
    return text.lstrip(" \u00a0\u200b\ufeff\x00").startswith(_BEGINNINGS)
