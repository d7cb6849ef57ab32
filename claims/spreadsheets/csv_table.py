"""A table as comma-separated values (RFC 4180), in the form that spreadsheets read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from claims.spreadsheets.cells import Cell, begins_a_formula

CONTENT_TYPE = "text/csv; charset=utf-8"
#: Without it Excel reads UTF-8 in the machine's code page.
_MARK = "\ufeff"


def written(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a table in UTF-8. Text that a spreadsheet would execute as a formula gets a leading apostrophe."""
    return _MARK.encode() + lines([columns]) + lines(rows)


def lines(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return only the rows of a table, for streaming."""
    text = io.StringIO()
    csv.writer(text).writerows([_escaped(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8", "replace")


def _escaped(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and begins_a_formula(cell) else cell
