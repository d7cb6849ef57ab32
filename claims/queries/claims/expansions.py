"""Data shown alongside the stored bodies of claims: the desk's own fields and last changes. Plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import F

from claims.claim_fields import fields
from claims.models import Claim, Revision
from claims.models.revision import reason_shown
from claims.queries.facts.current import of

Row = dict[str, Any]

_DESK: Final = tuple(field.name for field in fields() if field.of_the_desk)
_REVISION: Final = ("number", "at", "actor", "action", "reason")


def desk_fields(ids: Sequence[int]) -> dict[int, Row]:
    """Return the desk's own fields of claims, such as who works on them, by claim id."""
    columns = ("assignee__username" if name == "assignee" else name for name in _DESK)
    rows = Claim.objects.filter(of("id", sorted(ids))).values_list("pk", *columns)
    return {pk: dict(zip(_DESK, row, strict=True)) for pk, *row in rows}


def last_revisions(ids: Sequence[int]) -> dict[int, Row]:
    """Return the last change of each claim, by claim id."""
    rows = Revision.objects.filter(of("claim_id", sorted(ids)), number=F("claim__public_body__revision"))
    found = {row.pop("claim_id"): row for row in rows.values("claim_id", *_REVISION)}
    return {claim: {**row, "reason": reason_shown(row["action"], row["reason"])} for claim, row in found.items()}
