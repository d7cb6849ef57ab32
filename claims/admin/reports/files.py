"""Reports as files: a table with a line for each claim, and plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.reports.wording import ReportedClaim, by_heading, in_words, on_one_line, publication
from claims.queries.bodies.public_claims import reported_claims
from claims.spreadsheets import csv_table, xlsx_table
from claims.spreadsheets.cells import Cell
from factcheck.dates.partial_dates import from_instant
from factcheck.desk.local_dates import date_words

TEXT_TYPE: Final = "text/plain;charset=utf-8"
#: Between claims in plain text, whose sections have empty lines themselves.
_RULE: Final = "-" * 40
#: The columns, each with its width in a workbook.
_COLUMNS: Final = (
    (gettext_lazy("Claim"), 50),
    (gettext_lazy("Publication"), 18),
    (gettext_lazy("Status"), 14),
    (gettext_lazy("Why"), 50),
    (gettext_lazy("Who supports it"), 60),
    (gettext_lazy("Who denies it"), 60),
    (gettext_lazy("Who else said something"), 40),
    (gettext_lazy("Verdict"), 18),
    (gettext_lazy("Rationale"), 50),
    (gettext_lazy("Open flags"), 60),
    (gettext_lazy("Last change"), 20),
    (gettext_lazy("Key"), 24),
)


def reported(ids: Sequence[int], now: datetime) -> Iterator[ReportedClaim]:
    """Yield claims in words, in the order of ``ids``."""
    return (in_words(claim, now) for claim in reported_claims(ids, now))


def as_csv(ids: Sequence[int], now: datetime) -> bytes:
    """Return a report as comma-separated values."""
    return csv_table.written([str(name) for name, _width in _COLUMNS], map(_row, reported(ids, now)))


def as_xlsx(ids: Sequence[int], now: datetime) -> bytes:
    """Return a report as an Excel workbook, whose cells wrap."""
    names, widths = [str(name) for name, _width in _COLUMNS], [width for _name, width in _COLUMNS]
    return xlsx_table.written(names, map(_row, reported(ids, now)), widths=widths)


def _row(claim: ReportedClaim) -> list[Cell]:
    sides = ["\n".join(map(on_one_line, statements)) for statements in by_heading(claim).values()]
    return [
        claim.text,
        publication(claim),
        claim.status,
        f"{claim.explanation} {claim.origins}".strip(),
        *sides,
        claim.verdict,
        claim.rationale,
        "\n".join(claim.flags),
        claim.changed_at,
        claim.key,
    ]


def as_text(ids: Sequence[int], now: datetime) -> bytes:
    """Return a report as plain text, for a mail."""
    made = _("Made on %(at)s.") % {"at": date_words(from_instant(now))}
    return f"\n\n{_RULE}\n\n".join([*map(_section, reported(ids, now)), f"{made}\n"]).encode()


def _section(claim: ReportedClaim) -> str:
    return "\n".join(_lines(claim))


def _lines(claim: ReportedClaim) -> Iterator[str]:
    if claim.withheld:
        yield f"*** {claim.withheld} ***"
    yield claim.text
    yield _("Status: %(status)s.") % {"status": claim.status} + f" {claim.explanation} {claim.origins}"
    if claim.verdict:
        yield _("Verdict: %(word)s (%(at)s). %(rationale)s") % verdict_values(claim)
    for heading, statements in claim.sides:
        yield from _listed(heading, map(on_one_line, statements))
    yield from _listed(_("Open flags"), claim.flags)


def _listed(heading: Any, lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield f"\n{heading}:"
        yield from (f"- {line}" for line in found)


def verdict_values(claim: ReportedClaim) -> dict[str, str]:
    """Return what a sentence about the verdict names."""
    return {"word": claim.verdict, "at": claim.verdict_at, "rationale": claim.rationale}
