"""A table as comma-separated values (RFC 4180), as spreadsheets read them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from claims.spreadsheets.cells import Cell, begins_a_formula

CONTENT_TYPE = "text/csv; charset=utf-8"
#: Without it Excel takes UTF-8 for the alphabet of the machine.
_MARK = "\ufeff"


def written(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a table in UTF-8. A text that a spreadsheet would carry out as a formula has an apostrophe before it."""
    return _MARK.encode() + lines([columns]) + lines(rows)


def lines(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return lines of a table alone, for one that is sent as it is made."""
    text = io.StringIO()
    csv.writer(text).writerows([_told(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8", "replace")


def _told(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and begins_a_formula(cell) else cell
