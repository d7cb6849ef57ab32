"""Embargoes end by themselves: the claim gets a revision at that moment, so that feeds and readers learn about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from claims.queries.facts.current import compact
from claims.queries.facts.standings import StandingRow, embargoed


class Embargoes(NamedTuple):
    """Claims whose embargo has ended since their last assessment, and when the other embargoes end, by claim."""

    ended: frozenset[int]
    until: Mapping[int, datetime]


def embargoes(ids: Sequence[int], now: datetime, standing: Mapping[int, StandingRow]) -> Embargoes:
    """Return the state of the embargoes of claims at ``now``; ``ids`` are in ascending order."""
    ended: set[int] = set()
    until: dict[int, datetime] = {}
    for claim, ends in embargoed(compact(ids)) if ids else ():
        if ends > now:
            until[claim] = ends
            continue
        before = standing[claim].now if claim in standing else None
        # It ended since the last assessment; one that had ended before has its revision.
        if before is not None and before < ends:
            ended.add(claim)
    return Embargoes(frozenset(ended), until)
