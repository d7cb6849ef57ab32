"""A story sheet as one table, for the copy desk: a line for each sentence and each claim that it states."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.documents.sheet_words import WordedClaim
from claims.sheets.values import Sheet
from claims.spreadsheets import csv_table, xlsx_table
from claims.spreadsheets.cells import Cell

#: The columns, each with its width in a workbook.
_COLUMNS: Final = (
    (gettext_lazy("Number"), 8),
    (gettext_lazy("Sentence"), 60),
    (gettext_lazy("Claim"), 50),
    (gettext_lazy("Status"), 14),
    (gettext_lazy("Origins in support"), 12),
    (gettext_lazy("Origins in denial"), 12),
    (gettext_lazy("Open flags"), 60),
    (gettext_lazy("Who supports it"), 60),
    (gettext_lazy("Who denies it"), 60),
    (gettext_lazy("Verdict"), 18),
    (gettext_lazy("Notes"), 20),
    (gettext_lazy("Key"), 24),
)
#: The cells of a sentence without a claim.
_PLAIN: Final = [""] * (len(_COLUMNS) - 2)


def _csv(names: Sequence[str], rows: Iterator[list[Cell]]) -> bytes:
    return csv_table.written(names, rows)


def _xlsx(names: Sequence[str], rows: Iterator[list[Cell]]) -> bytes:
    return xlsx_table.written(names, rows, widths=[width for _name, width in _COLUMNS])


#: The files that the page offers: the ending, the content type, and what writes it.
FILES: Final[Mapping[str, tuple[str, Callable[[Sequence[str], Iterator[list[Cell]]], bytes]]]] = {
    "xlsx": (xlsx_table.CONTENT_TYPE, _xlsx),
    "csv": (csv_table.CONTENT_TYPE, _csv),
}


def sheet_file(ending: str, name: str, sheet: Sheet, claims: Sequence[WordedClaim]) -> HttpResponse:
    """Return a sheet as a file."""
    content_type, written = FILES[ending]
    file = HttpResponse(written([str(label) for label, _width in _COLUMNS], _rows(sheet, claims)), content_type=content_type)
    file["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    file["X-Content-Type-Options"] = "nosniff"
    return file


def _rows(sheet: Sheet, claims: Sequence[WordedClaim]) -> Iterator[list[Cell]]:
    """Yield all sentences, those without a claim too, then the claims that are in none."""
    by_key = {claim.shown.key: claim for claim in claims}
    for sentence in sheet.sentences:
        for key in sentence.claims or ("",):
            yield [sentence.number, sentence.text, *(_cells(by_key[key]) if key else _PLAIN)]
    yield from ([None, _("Not located in the text"), *_cells(claim)] for claim in claims if not claim.sentences)


def _cells(claim: WordedClaim) -> list[Cell]:
    shown = claim.shown
    return [
        shown.text,
        claim.status,
        claim.support,
        claim.denial,
        "\n".join(claim.flag_lines),
        "\n".join(claim.supporters),
        "\n".join(claim.deniers),
        shown.verdict.word if shown.verdict else "",
        ", ".join(claim.notes),
        shown.key,
    ]
