"""What the revisions of a claim changed, and when its statements were made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

import msgspec
from django.db import connection

from claims.body_changes import Body, Line, changes
from claims.body_packing import unpacked
from claims.models import Claim, Revision

#: The action of sweeps, which write most revisions of a large record.
SWEPT: Final = "verify"
#: Distinct actions of an index without those of sweeps, by jumping from each to the next: reading all takes seconds.
_ACTIONS: Final = """
WITH RECURSIVE jumps(action) AS (
    SELECT min(action) FROM claims_revision WHERE action <> 'verify'
    UNION ALL
    SELECT (SELECT min(r.action) FROM claims_revision r WHERE r.action <> 'verify' AND r.action > jumps.action)
    FROM jumps WHERE jumps.action IS NOT NULL
)
SELECT action FROM jumps WHERE action IS NOT NULL
"""


def actions_in_use() -> list[str]:
    """Return the actions of all revisions in alphabetical order, that of sweeps included in any case."""
    if connection.vendor != "postgresql":  # without the index, one look at each row is quicker
        found = set(Revision.objects.order_by().values_list("action", flat=True).distinct())
    else:
        with connection.cursor() as cursor:
            cursor.execute(_ACTIONS)
            found = {action for (action,) in cursor.fetchall()}
    return sorted(found | {SWEPT})


class RevisionChanges(NamedTuple):
    """A revision, and what it changed in the public body; empty if the body is the same."""

    revision: Revision
    lines: Sequence[Line]


def recent_changes(claim: Claim, limit: int) -> list[RevisionChanges]:
    """Return the last revisions of a claim, newest first, with their changes: three queries."""
    shown = list(Revision.objects.filter(claim=claim).defer("body").order_by("-number")[:limit])
    if not shown:
        return []
    bodies = _bodies(claim, shown[-1].number - 1)
    return [RevisionChanges(one, _lines(bodies, one.number)) for one in shown]


def written_at(claim: Claim, number: int) -> datetime | None:
    """Return when the revision ``number`` of a claim, or the last one before it, was written; None if there is none."""
    revisions = Revision.objects.filter(claim=claim, number__lte=number).order_by("-number")
    return revisions.values_list("at", flat=True).first()


def last_revision(claim: Claim) -> Revision | None:
    """Return the last revision of a claim, if it has one."""
    return Revision.objects.filter(claim=claim).defer("body").order_by("-number").first()


def _lines(bodies: dict[int, Body], number: int) -> list[Line]:
    return changes(bodies.get(number - 1), bodies[number], named=True)


def _bodies(claim: Claim, first: int) -> dict[int, Body]:
    """Return the body after each revision from ``first`` on."""
    rows = Revision.objects.filter(claim=claim).order_by("number")
    # From the last body that is packed alone: those after it are packed against each other.
    before = rows.filter(number=max(first, 1)).values_list("body_from", flat=True).first() or 1
    body: bytes | None = None
    found: dict[int, Body] = {}
    for number, stored in rows.filter(number__gte=before).values_list("number", "body"):
        changed = stored is not None
        body = unpacked(stored, body) if stored is not None else body
        if number >= first:
            found[number] = msgspec.json.decode(body or b"{}") if changed or number - 1 not in found else found[number - 1]
    return found
