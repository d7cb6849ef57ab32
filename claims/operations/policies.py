"""Setting the desk's policy: versions are added, never edited."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Max

from claims.models import DeskPolicy
from claims.operations.writing import OperationError
from claims.verification import Change


def set_policy(
    change: Change, *, min_on_record: int, min_disinterested: int, shelf_life_days: int, outcome_grace_days: int
) -> DeskPolicy:
    """Put a new version of the desk's policy in force; the next verification visits every claim under it.

    Raises: OperationError without a reason, for a rule nobody could meet, or where a colleague set one at the same moment.
    """
    if not change.reason.strip():
        raise OperationError("Say why the policy changes: every version is kept with its reason.")
    if min_disinterested > min_on_record:
        raise OperationError(
            f"{min_disinterested} origins without a stake out of {min_on_record} on the record can never be met:"
            " ask for as many, or for fewer."
        )
    try:
        with transaction.atomic():
            highest = DeskPolicy.objects.aggregate(highest=Max("version"))["highest"] or 0
            return DeskPolicy.objects.create(
                version=highest + 1,
                min_on_record=min_on_record,
                min_disinterested=min_disinterested,
                shelf_life_days=shelf_life_days,
                outcome_grace_days=outcome_grace_days,
                recorded_at=change.at,
                recorded_by=change.actor,
                reason=change.reason,
            )
    except IntegrityError as error:
        raise OperationError("Somebody set the policy at the same moment; look at the version in force now.") from error
