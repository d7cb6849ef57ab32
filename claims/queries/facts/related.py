"""The claims on whose facts the assessment of a claim may rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from claims.models import ClaimRelation
from claims.vocabulary import CONTRADICTS, SUPERSEDES
from factcheck.database.prepared import PreparedOf


def _relations(mine: str, theirs: str, *kinds: str) -> PreparedOf:
    rows = ClaimRelation.objects.filter(kind__in=kinds, struck_at=None).values_list(mine, theirs, "kind")
    return PreparedOf(mine, rows.filter)


_RELATIONS = (
    _relations("from_claim_id", "to_claim_id", CONTRADICTS),
    _relations("to_claim_id", "from_claim_id", CONTRADICTS, SUPERSEDES),
)


def related_claims(ids: range | Sequence[int]) -> tuple[Mapping[int, list[int]], Mapping[int, list[int]]]:
    """Return for each of the claims those that it contradicts or that contradict it, and those that supersede it."""
    found: dict[str, dict[int, set[int]]] = {CONTRADICTS: {}, SUPERSEDES: {}}
    for relations in _RELATIONS:
        for claim, other, kind in relations.rows(ids):
            found[kind].setdefault(claim, set()).add(other)
    opposed, newer = ({claim: sorted(others) for claim, others in by.items()} for by in found.values())
    return opposed, newer
