"""Records alongside a claim: stakes in it, and its relations to other claims."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from claims.models import ClaimRelation, Interest
from claims.vocabulary import CONTRADICTS, SUPERSEDES


def relation_of(claim: int, kind: str, other: str) -> ClaimRelation | None:
    """Return the current relation of a claim to the one with the key ``other``; a contradiction counts in both directions."""
    ends = Q(from_claim=claim, to_claim__key=other)
    if kind == CONTRADICTS:
        ends |= Q(to_claim=claim, from_claim__key=other)
    return ClaimRelation.objects.filter(ends, kind=kind, struck_at=None).order_by("id").first()


def superseded_from(keys: Iterable[str]) -> dict[str, set[str]]:
    """Return which claims each claim supersedes, by key, for those with these keys and all that they lead to."""
    found: dict[str, set[str]] = {}
    frontier = set(keys)
    while frontier:
        found |= {key: set() for key in frontier}
        rows = ClaimRelation.objects.filter(from_claim__key__in=sorted(frontier), kind=SUPERSEDES, struck_at=None)
        for newer, older in rows.values_list("from_claim__key", "to_claim__key"):
            found[newer].add(older)
        frontier = {older for key in frontier for older in found[key]} - found.keys()
    return found


def stake_of(claim: int, source: str) -> Interest | None:
    """Return the current stake in a claim of the source with a key."""
    return Interest.objects.filter(claim=claim, source__key=source, struck_at=None).first()


def have_stakes(claim: int, sources: Iterable[str]) -> bool:
    """Return whether a stake in a claim is recorded of one of the sources with these keys."""
    return Interest.objects.filter(claim=claim, source__key__in=list(sources), struck_at=None).exists()
