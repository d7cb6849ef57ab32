"""The input of a drawing: the rows of a chain, and the links between them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from claims.chains import Hand, Link
from claims.published import PublicSide
from claims.vocabulary import (
    COULD_NOT_CONFIRM,
    DECLINED,
    DENIES,
    EVIDENCE,
    PARTIAL,
    QUESTIONS,
    REPORTS,
    SUPPORTS,
    UNSTATED,
    WITNESS,
    Hedge,
)

# The ways in which a row ends.
VOIDED: Final = "voided"
WITHDRAWN: Final = "withdrawn"
DISCREDITED: Final = "discredited"
SUPERSEDED: Final = "superseded"

#: Denials come below support where the order is free.
_RANKS: Final[dict[str, int]] = {SUPPORTS: 0, REPORTS: 0, QUESTIONS: 1, COULD_NOT_CONFIRM: 2, DECLINED: 2, DENIES: 3}
STANCES: Final[dict[str, Any]] = {
    SUPPORTS: pgettext_lazy("a source", "supports"),
    REPORTS: pgettext_lazy("a source", "reports"),
    QUESTIONS: pgettext_lazy("a source", "questions"),
    COULD_NOT_CONFIRM: pgettext_lazy("a source", "could not confirm"),
    DECLINED: pgettext_lazy("a source", "declined to comment"),
    DENIES: pgettext_lazy("a source", "denies"),
}
#: The labels of bases, except for the default, a statement.
_BASES: Final[dict[str, Any]] = {
    EVIDENCE: pgettext_lazy("basis", "evidence"),
    WITNESS: pgettext_lazy("basis", "witness"),
    UNSTATED: pgettext_lazy("basis", "own voice"),
}


_HEDGES: Final[dict[str, Any]] = {
    Hedge.PROBABLE: pgettext_lazy("hedge", "probable"),
    Hedge.POSSIBLE: pgettext_lazy("hedge", "possible"),
}


class Row(NamedTuple):
    """An attribution in the drawing. ``number`` identifies a row, and orders rows where the order is free."""

    number: int
    key: str
    source: str  # the key of its source
    name: str
    label: str  # its name as stories use it
    vouched_by: tuple[str, ...]  # for an unnamed source, the names of the outlets that know it
    identified: bool
    family: Hashable
    stance: str
    scope: str
    basis: str
    said_at: str
    held: bool  # we have a document of it
    hedge: str = ""  # how certain it says it is; empty: flat
    fates: tuple[str, ...] = ()  # VOIDED, WITHDRAWN, DISCREDITED, SUPERSEDED
    url: str = ""
    named_as: str = ""  # for an unnamed source that has named itself since, that name
    folds: int = 1  # the number of attributions that it stands for
    members: tuple[str, ...] = ()  # of several sources, their names
    carrier: str = ""  # of several sources behind one relay, its name


class Chain(NamedTuple):
    """The rows of a claim, their links, and the counts of both sides if the claim was assessed."""

    rows: Sequence[Row]
    links: Sequence[Link]
    support: PublicSide | None
    denial: PublicSide | None


def hands(chain: Chain) -> list[Hand]:
    """Return the rows as nodes of the drawing."""
    return [
        Hand(row.number, label_of(row), tuple(_notes(row)), row.held, marked=row.stance != REPORTS, rank=_RANKS[row.stance])
        for row in chain.rows
    ]


def label_of(row: Row) -> str:
    """Return the name on a box: of several sources, their number."""
    if not row.members:
        return row.label
    return ngettext("%(count)d attribution", "%(count)d attributions", row.folds) % {"count": row.folds}


def stance_of(row: Row) -> str:
    """Return the stance of a row as text."""
    stance = str(STANCES[row.stance])
    return _("%(stance)s in part") % {"stance": stance} if row.scope == PARTIAL else stance


def fates_of(row: Row) -> Iterator[str]:
    """Yield how a row ended, as text."""
    words = {VOIDED: _("voided"), WITHDRAWN: _("withdrawn"), DISCREDITED: _("discredited"), SUPERSEDED: _("superseded")}
    yield from (words[fate] for fate in row.fates)


def _notes(row: Row) -> Iterator[str]:
    yield stance_of(row)
    if row.carrier:
        yield _("carried by %(name)s") % {"name": row.carrier}
    elif row.folds > 1 and not row.members:
        yield ngettext("in %(count)d attribution", "in %(count)d attributions", row.folds) % {"count": row.folds}
    yield from fates_of(row)
    if row.hedge:
        yield str(_HEDGES[row.hedge])
    if row.basis in _BASES and row.stance != REPORTS:
        yield str(_BASES[row.basis])
    if row.said_at:
        yield row.said_at
