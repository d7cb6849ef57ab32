"""Relations of claims: a contradiction that an editor sees, and what a merge does with relations."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import transaction
from django.db.models import Q, QuerySet

from claims.models import ClaimRelation, Decision
from claims.operations.attributions.record import add_records, lock_claim
from claims.operations.merges.retired import refuse_retired
from claims.operations.writing import OperationError, lock_loading, need_reason, writing
from claims.policy.findings import Culprit
from claims.queries.merges.retired import RELATION, RELATION_HERE, named_in, retired_among
from claims.verification import Change
from claims.vocabulary import CONTRADICTS


def contradict(claim_id: int, other_id: int, change: Change, *, expected: Mapping[int, int] | None = None) -> ClaimRelation:
    """Record that two claims cannot both be true; both are assessed again.

    Raises: OperationError without a reason, for a claim and itself, if it is already recorded, or if one of them was merged or
    deleted; StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    if claim_id == other_id:
        raise OperationError("A claim cannot contradict itself: choose another claim.")
    with transaction.atomic():
        # Two editors may record it from both sides at once, and the constraint knows one direction only.
        lock_loading()
        with writing([claim_id, other_id], change, expected=expected) as dated:
            refuse_retired([claim_id, other_id])
            if _standing(claim_id).filter(Q(from_claim=other_id) | Q(to_claim=other_id), kind=CONTRADICTS).exists():
                raise OperationError("This contradiction is already recorded.")
            ends = {"from_claim_id": claim_id, "to_claim_id": other_id}
            return ClaimRelation.objects.create(**ends, kind=CONTRADICTS, recorded_at=dated.at)


def relate(claim_id: int, kind: str, other: str, change: Change, *, expected: Mapping[int, int] | None = None) -> None:
    """Record how a claim relates to the claim ``other``; ``contradict`` records contradictions.

    Raises: OperationError without a reason, if it is already recorded, or if the claim was merged or deleted; CaseFileError for
    an impossible relation; StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    with transaction.atomic():
        claim = lock_claim(claim_id, expected)
        if not add_records(claim, change, relations=[{"kind": kind, "claim": other}]).revised:
            raise OperationError("This relation is already recorded.")


def incoming(claim_id: int) -> list[int]:
    """Return the claims that are recorded as related to this one: it shows in their public body."""
    rows = ClaimRelation.objects.filter(to_claim=claim_id, struck_at=None).order_by("from_claim")
    return list(rows.values_list("from_claim", flat=True).distinct())


def _standing(claim_id: int) -> QuerySet[ClaimRelation]:
    return ClaimRelation.objects.filter(Q(from_claim=claim_id) | Q(to_claim=claim_id), struck_at=None)


def copy_relations(claim_id: int, into_id: int, dated: Change) -> list[Culprit]:
    """Copy the relations of another claim to third claims, within a write already started; return what is new."""
    rows = list(_standing(claim_id).select_related("from_claim", "to_claim").order_by("id"))
    there = {key for row in _standing(into_id) for key in _as_keys(row)}
    gone = retired_among({end for row in rows for end in (row.from_claim_id, row.to_claim_id)})
    found: list[Culprit] = []
    for row in rows:
        outward = row.from_claim_id == claim_id
        third = row.to_claim if outward else row.from_claim
        if third.pk == into_id or third.pk in gone:  # the claim that replaced it has its own
            continue
        ends = (into_id, third.pk) if outward else (third.pk, into_id)
        if (row.kind, *ends) not in there:
            copy = ClaimRelation.objects.create(from_claim_id=ends[0], to_claim_id=ends[1], kind=row.kind, recorded_at=dated.at)
            there.update(_as_keys(copy))
            found.append((RELATION if outward else RELATION_HERE, f"{row.kind}:{third.key}"))
    return found


def _as_keys(row: ClaimRelation) -> list[tuple[str, int, int]]:
    """Return the content of a relation; a contradiction is the same in both directions."""
    keys = [(row.kind, row.from_claim_id, row.to_claim_id)]
    return [*keys, (row.kind, row.to_claim_id, row.from_claim_id)] if row.kind == CONTRADICTS else keys


def strike_copied_relations(decision: Decision, into_id: int, others: Collection[int], dated: Change) -> None:
    """Strike out the relations that a merge added, within a write already started, unless ``others`` have them too."""
    for record, mine, theirs in ((RELATION, "from_claim", "to_claim"), (RELATION_HERE, "to_claim", "from_claim")):
        for name in named_in(decision, record):
            kind, _, key = name.partition(":")
            rows = ClaimRelation.objects.filter(**{f"{theirs}__key": key}, kind=kind, struck_at=None)
            if not rows.filter(**{f"{mine}__in": list(others)}).exists():
                # By the time of the merge: an editor may have recorded the same relation later.
                brought = rows.filter(**{mine: into_id}, recorded_at=decision.recorded_at)
                brought.update(struck_at=dated.at, struck_reason=dated.reason)
