"""How claims stand to each other: a contradiction that an editor sees, and what becomes of relations in a merge."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import transaction
from django.db.models import Q, QuerySet

from claims.models import ClaimRelation, Decision
from claims.operations.attributions.record import claim_to_add_to, load_beside
from claims.operations.merges.retired import refuse_retired
from claims.operations.writing import OperationError, lock_loading, need_reason, writing
from claims.policy.findings import Culprit
from claims.queries.merges.retired import RELATION, RELATION_HERE, named_in, retired_among
from claims.verification import Change
from claims.vocabulary import CONTRADICTS


def contradict(claim_id: int, other_id: int, change: Change, *, expected: Mapping[int, int] | None = None) -> ClaimRelation:
    """Record that two claims cannot both hold; both are assessed anew.

    Raises: OperationError without a reason, for a claim and itself, where it is recorded already, or where one of them goes on
        elsewhere; StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    if claim_id == other_id:
        raise OperationError("A claim does not contradict itself: choose the other one.")
    with transaction.atomic():
        lock_loading()
        with writing([claim_id, other_id], change, expected=expected) as dated:
            refuse_retired([claim_id, other_id])
            if _standing(claim_id).filter(Q(from_claim=other_id) | Q(to_claim=other_id), kind=CONTRADICTS).exists():
                raise OperationError("It is recorded already that these two contradict each other.")
            ends = {"from_claim_id": claim_id, "to_claim_id": other_id}
            return ClaimRelation.objects.create(**ends, kind=CONTRADICTS, recorded_at=dated.at)


def relate(claim_id: int, kind: str, other: str, change: Change, *, expected: Mapping[int, int] | None = None) -> None:
    """Record how a claim stands to that with the key ``other``; what contradicts it is recorded by ``contradict``.

    Raises: OperationError without a reason, where it is recorded already, or where the claim goes on elsewhere; CaseFileError
        for what cannot be; StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    with transaction.atomic():
        claim = claim_to_add_to(claim_id, expected)
        if not load_beside(claim, change, relations=[{"kind": kind, "claim": other}]).revised:
            raise OperationError("It is recorded already that this claim stands so to the other one.")


def incoming(claim_id: int) -> list[int]:
    """Return the claims that are recorded to stand in a relation to this one: it shows in their public body."""
    rows = ClaimRelation.objects.filter(to_claim=claim_id, struck_at=None).order_by("from_claim")
    return list(rows.values_list("from_claim", flat=True).distinct())


def _standing(claim_id: int) -> QuerySet[ClaimRelation]:
    return ClaimRelation.objects.filter(Q(from_claim=claim_id) | Q(to_claim=claim_id), struck_at=None)


def copy_relations(claim_id: int, into_id: int, dated: Change) -> list[Culprit]:
    """Record of a claim how another one stands to third claims, within a write that is under way; return what is new."""
    rows = list(_standing(claim_id).select_related("from_claim", "to_claim").order_by("id"))
    there = {told for row in _standing(into_id) for told in _as_told(row)}
    gone = retired_among({end for row in rows for end in (row.from_claim_id, row.to_claim_id)})
    found: list[Culprit] = []
    for row in rows:
        outward = row.from_claim_id == claim_id
        third = row.to_claim if outward else row.from_claim
        if third.pk == into_id or third.pk in gone:  # what it goes on as has its own
            continue
        ends = (into_id, third.pk) if outward else (third.pk, into_id)
        if (row.kind, *ends) not in there:
            copy = ClaimRelation.objects.create(from_claim_id=ends[0], to_claim_id=ends[1], kind=row.kind, recorded_at=dated.at)
            there.update(_as_told(copy))
            found.append((RELATION if outward else RELATION_HERE, f"{row.kind}:{third.key}"))
    return found


def _as_told(row: ClaimRelation) -> list[tuple[str, int, int]]:
    """Return what a relation says; a contradiction says the same in both directions."""
    told = [(row.kind, row.from_claim_id, row.to_claim_id)]
    return [*told, (row.kind, row.to_claim_id, row.from_claim_id)] if row.kind == CONTRADICTS else told


def strike_copied_relations(decision: Decision, into_id: int, others: Collection[int], dated: Change) -> None:
    """Strike out the relations that a merge brought, within a write that is under way, unless ``others`` have them too."""
    for record, mine, theirs in ((RELATION, "from_claim", "to_claim"), (RELATION_HERE, "to_claim", "from_claim")):
        for told in named_in(decision, record):
            kind, _, key = told.partition(":")
            rows = ClaimRelation.objects.filter(**{f"{theirs}__key": key}, kind=kind, struck_at=None)
            if not rows.filter(**{f"{mine}__in": list(others)}).exists():
                brought = rows.filter(**{mine: into_id}, recorded_at=decision.recorded_at)
                brought.update(struck_at=dated.at, struck_reason=dated.reason)
