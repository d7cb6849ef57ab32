"""A table as an Excel workbook (Office Open XML)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

import xlsxwriter  # type: ignore[import-untyped]

from claims.spreadsheets.cells import Cell, begins_a_formula

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Excel's limit for the text of a cell.
_LONGEST: Final = 32_767
#: Excel rounds a number to this many digits; a longer one is stored as text.
_MOST_DIGITS: Final = 15
_WIDEST: Final = 60


def written(columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, widths: Sequence[int] = ()) -> bytes:
    """Return a workbook with one sheet; with ``widths`` of the columns, in characters, their texts wrap.

    Texts are stored as strings, never as formulas. Texts that begin like a formula are marked as quoted, so that they stay
    strings if somebody edits the cell.
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True, "in_memory": False}) as book:
        sheet = book.add_worksheet("claims")
        wrap = {"text_wrap": True, "valign": "top"} if widths else {}
        head, quoted = book.add_format({"bold": True}), book.add_format({"quote_prefix": True, **wrap})
        plain = book.add_format(wrap) if wrap else None
        sheet.freeze_panes(1, 0)
        for number, name in enumerate(columns):
            sheet.set_column(number, number, widths[number] if widths else min(max(len(name) + 2, 12), _WIDEST))
            sheet.write_string(0, number, name, head)
        for line, row in enumerate(rows, start=1):
            _write(sheet, line, row, quoted, plain)
    return file.getvalue()


def _write(sheet: Any, line: int, row: Sequence[Cell], quoted: Any, plain: Any) -> None:
    for number, cell in enumerate(map(_exact, row)):
        if isinstance(cell, (int, Decimal)):
            sheet.write_number(line, number, cell)
        elif cell:
            sheet.write_string(line, number, _fitting(cell), quoted if begins_a_formula(cell) else plain)


def _exact(cell: Cell) -> Cell:
    is_rounded = isinstance(cell, Decimal) and len(cell.as_tuple().digits) > _MOST_DIGITS
    return f"{cell:f}" if is_rounded else cell


def _fitting(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
