"""Changes to a claim that a case file does not carry: the desk decides for itself who works on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import User
from django.db import transaction
from msgspec import UNSET, UnsetType

from claims.casefile import CaseFile
from claims.models import Claim, ClaimRelation, Interest
from claims.operations.cases import LoadResult, load_case
from claims.operations.merges.retired import refuse_retired
from claims.operations.writing import OperationError, lock, need_reason, refuse_stale, writing
from claims.queries.claims.selection import ids_of_keys
from claims.verification import Change
from factcheck.database.lookups import among


def assign(claim_id: int, assignee: User | None, change: Change, *, expected: Mapping[int, int] | None = None) -> bool:
    """Assign a claim to a colleague, or to nobody; return whether that changed anything.

    Raises: OperationError for somebody who has left, or if the claim was merged or deleted; StaleRevisionError.
    """
    _need_active(assignee)
    with transaction.atomic():
        if Claim.objects.filter(pk=claim_id, assignee=assignee).exists():
            return False
        with writing([claim_id], change, expected=expected):
            refuse_retired([claim_id])
            Claim.objects.filter(pk=claim_id).update(assignee=assignee)
    return True


def assign_all(
    claim_ids: Iterable[int], assignee: User | None, change: Change, *, expected: Mapping[int, int] | None = None
) -> int:
    """Assign claims to a colleague, or to nobody, all or none; return how many changed.

    Raises: OperationError for somebody who has left, or if one was merged or deleted; StaleRevisionError.
    """
    _need_active(assignee)
    wanted = sorted(set(claim_ids))
    with transaction.atomic():
        # All are locked and compared first; only those that change get a revision.
        refuse_stale(lock(wanted).ids, expected or {})
        others = Claim.objects.filter(among("id", wanted)).exclude(assignee=assignee)
        moved = list(others.order_by("id").values_list("id", flat=True))
        if moved:
            with writing(moved, change):
                refuse_retired(moved)
                Claim.objects.filter(among("id", moved)).update(assignee=assignee)
    return len(moved)


def _need_active(assignee: User | None) -> None:
    if assignee is not None and not assignee.is_active:
        raise OperationError(f"“{assignee.get_username()}” is no longer active; assign the claim to somebody else.")


def save_claim(
    case: CaseFile,
    key: str,
    change: Change,
    *,
    assignee: User | UnsetType | None = UNSET,
    expected: Mapping[str, int] | None = None,
    same_meaning: bool = False,
) -> LoadResult:
    """Store a form's values for the claim ``key``, as a case file, and its assignee, in one transaction.

    New words put what was recorded for the old ones in doubt, unless they have the ``same_meaning``.

    Raises: CaseFileError with every problem; StaleRevisionError; OperationError. Nothing is stored then.
    """
    with transaction.atomic():
        loaded = load_case(case, change, expected=expected, same_meaning=same_meaning)
        if not isinstance(assignee, UnsetType):
            (claim_id,) = ids_of_keys([key])
            # Not with `expected`: the load may just have added a revision.
            assigned = assign(claim_id, assignee, change._replace(action="assigned"))
            return loaded._replace(revised=tuple({*loaded.revised, key})) if assigned else loaded
        return loaded


def strike_interest(interest: Interest, change: Change, *, expected: Mapping[int, int] | None = None) -> None:
    """Strike out a stake that a source does not have.

    Raises: OperationError if it is already struck out, without a reason, or if the claim was merged or deleted;
    StaleRevisionError.
    """
    need_reason(change)
    with writing([interest.claim_id], change, expected=expected) as dated:
        refuse_retired([interest.claim_id])
        struck = {"struck_at": dated.at, "struck_reason": dated.reason}
        if not Interest.objects.filter(pk=interest.pk, struck_at=None).update(**struck):
            raise OperationError("This stake is already struck out.")


def strike_relation(relation: ClaimRelation, change: Change, *, expected: Mapping[int, int] | None = None) -> None:
    """Strike out a relation between two claims; both are assessed again.

    Raises: OperationError if it is already struck out, or without a reason; StaleRevisionError.
    """
    need_reason(change)
    with writing([relation.from_claim_id, relation.to_claim_id], change, expected=expected) as dated:
        struck = {"struck_at": dated.at, "struck_reason": dated.reason}
        if not ClaimRelation.objects.filter(pk=relation.pk, struck_at=None).update(**struck):
            raise OperationError("This relation is already struck out.")
