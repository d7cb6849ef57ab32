"""The input of a chain's picture: its rows, and the links between them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from claims.chains import Hand, Link
from claims.published import PublicSide
from claims.vocabulary import (
    DECLINED,
    DENIES,
    EVIDENCE,
    PARTIAL,
    QUESTIONS,
    REPORTS,
    SUPPORTS,
    UNSTATED,
    WITNESS,
)

# What ended a row.
VOIDED: Final = "voided"
WITHDRAWN: Final = "withdrawn"
SUPERSEDED: Final = "superseded"

#: Denials stand below support where either could stand anywhere.
_RANKS: Final[dict[str, int]] = {SUPPORTS: 0, REPORTS: 0, QUESTIONS: 1, DECLINED: 2, DENIES: 3}
STANCES: Final[dict[str, Any]] = {
    SUPPORTS: pgettext_lazy("a source", "supports"),
    REPORTS: pgettext_lazy("a source", "reports"),
    QUESTIONS: pgettext_lazy("a source", "questions"),
    DECLINED: pgettext_lazy("a source", "declined to comment"),
    DENIES: pgettext_lazy("a source", "denies"),
}
#: What a stance rests on, where that is not the plain thing, a statement.
_BASES: Final[dict[str, Any]] = {
    EVIDENCE: pgettext_lazy("basis", "evidence"),
    WITNESS: pgettext_lazy("basis", "witness"),
    UNSTATED: pgettext_lazy("basis", "own voice"),
}


class Row(NamedTuple):
    """An attribution to draw. ``number`` identifies rows, and orders those that could change places."""

    number: int
    key: str
    source: str  # the key of its source
    name: str
    label: str  # its name as copy calls it
    vouched_by: str  # the name of the outlet that knows an unnamed source
    identified: bool
    family: Hashable
    stance: str
    scope: str
    basis: str
    said_at: str
    held: bool  # we have a document of it
    fates: tuple[str, ...] = ()  # VOIDED, WITHDRAWN, SUPERSEDED: what ended it
    url: str = ""


class Chain(NamedTuple):
    """The rows of a claim, the links between them, and the counts of both sides if it was assessed."""

    rows: Sequence[Row]
    links: Sequence[Link]
    support: PublicSide | None
    denial: PublicSide | None


def hands(chain: Chain) -> list[Hand]:
    """Return the rows as the hands of a chain."""
    return [
        Hand(row.number, row.label, tuple(_notes(row)), row.held, marked=row.stance != REPORTS, rank=_RANKS[row.stance])
        for row in chain.rows
    ]


def stance_of(row: Row) -> str:
    """Return what a row says, in words."""
    stance = str(STANCES[row.stance])
    return _("%(stance)s in part") % {"stance": stance} if row.scope == PARTIAL else stance


def fates_of(row: Row) -> Iterator[str]:
    """Yield what ended a row, in words."""
    words = {VOIDED: _("voided"), WITHDRAWN: _("withdrawn"), SUPERSEDED: _("superseded")}
    yield from (words[fate] for fate in row.fates)


def _notes(row: Row) -> Iterator[str]:
    yield stance_of(row)
    yield from fates_of(row)
    if row.basis in _BASES and row.stance != REPORTS:
        yield str(_BASES[row.basis])
    if row.said_at:
        yield row.said_at
