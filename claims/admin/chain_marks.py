"""What the picture of a chain marks: rows that no longer stand, and gateways, through which everything that we hold passes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from claims.models import Attribution, Citation
from claims.queries.admin_lists import ClaimPanel
from claims.vocabulary import CITES, DENIES, SUPPORTS
from sources.models import Source


class Marks(NamedTuple):
    """By the ids of rows: what ended each (nothing for most), and what passes through those that are gateways."""

    fates: Mapping[int, tuple[str, ...]]
    gateways: Mapping[int, Sequence[str]]


def marks_of(panel: ClaimPanel) -> Marks:
    """Return the marks of all rows of a claim."""
    fates = _fates(panel.rows)
    return Marks(fates, _gateways(panel, [row for row in panel.rows if not fates[row.pk]]))


def _fates(rows: Iterable[Attribution]) -> dict[int, tuple[str, ...]]:
    replaced = {row.supersedes_id for row in rows if row.voided_at is None}
    return {
        row.pk: tuple(
            word
            for word, so in (
                (_("voided"), row.voided_at is not None),
                (_("withdrawn"), row.withdrawal_recorded_at is not None),
                (_("superseded"), row.pk in replaced),
            )
            if so
        )
        for row in rows
    }


def _gateways(panel: ClaimPanel, live: Sequence[Attribution]) -> dict[int, list[str]]:
    """Return the rows that a side's gateways passed on, as those say it who counted; see docs/independence.md."""
    sides = (
        (SUPPORTS, panel.support, _("all support that reached us passes through it")),
        (DENIES, panel.denial, _("all denial that reached us passes through it")),
    )
    found: dict[int, list[str]] = {}
    relays = {link.citing_id for link in panel.links if link.kind == CITES}
    for stance, side, told in sides:
        families = {_family(row.source) for row in live if side and row.source.key in side.gateways}
        towards = _leading_to([row.pk for row in live if row.stance == stance], panel.links) if families else frozenset()
        for row in live:
            if row.pk in relays and row.pk in towards and _family(row.source) in families:
                found.setdefault(row.pk, []).append(told)
    return found


def _family(source: Source) -> int:
    # A gateway is a family, and is told by one source of it: the others of the family let as much through.
    return source.family_id or source.pk


def _leading_to(ends: Iterable[int], links: Iterable[Citation]) -> Collection[int]:
    citing: dict[int, list[int]] = {}
    for link in links:
        citing.setdefault(link.cited_id, []).append(link.citing_id)
    waiting = list(ends)
    seen = set(waiting)
    while waiting:
        new = [number for number in citing.get(waiting.pop(), ()) if number not in seen]
        seen.update(new)
        waiting += new
    return seen
