"""A table as comma-separated values (RFC 4180)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from claims.spreadsheets.cells import Cell, begins_a_formula

CONTENT_TYPE = "text/csv; charset=utf-8"
#: A byte order mark, without which Excel does not detect UTF-8.
_MARK = "\ufeff"


def written(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a table in UTF-8. A text that a spreadsheet would execute as a formula gets an apostrophe in front."""
    return _MARK.encode() + lines([columns]) + lines(rows)


def lines(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return only rows, without header or byte order mark, for a table that is streamed."""
    text = io.StringIO()
    csv.writer(text).writerows([_escaped(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8", "replace")


def _escaped(cell: Cell) -> Cell:
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return f"'{cell}" if isinstance(cell, str) and begins_a_formula(cell) else cell
