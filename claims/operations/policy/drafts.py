"""Setting the desk's policy: a draft is previewed and put in force; versions are added, never edited."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from claims.models import DeskPolicy
from claims.operations.writing import OperationError, need_reason
from claims.policy.assess import ALWAYS_ON, CODES
from claims.verification import Change
from claims.vocabulary import Severity


def draft_policy(
    change: Change,
    *,
    min_on_record: int,
    min_disinterested: int,
    shelf_life_days: int,
    outcome_grace_days: int,
    severities: Mapping[str, str] | None = None,
    switched_off: Collection[str] = (),
) -> DeskPolicy:
    """Store a draft of the desk's policy, which changes nothing until it is put in force.

    ``severities`` holds, by flag, the severity in place of the rule's own.

    Raises: OperationError without a reason, for a rule that nobody could meet, or for a flag or severity that there is not.
    """
    need_reason(change)
    if min_disinterested > min_on_record:
        raise OperationError(
            f"{min_disinterested} from disinterested sources out of {min_on_record} independent on-record routes can never be"
            " met: ask for as many, or for fewer."
        )
    given = dict(severities or {})
    _check_flags(given, switched_off)
    return DeskPolicy.objects.create(
        min_on_record=min_on_record,
        min_disinterested=min_disinterested,
        shelf_life_days=shelf_life_days,
        outcome_grace_days=outcome_grace_days,
        severities={code: given[code] for code in sorted(given)},
        switched_off=sorted(set(switched_off)),
        recorded_at=change.at,
        recorded_by=change.actor,
        drafted_by=change.actor,
        reason=change.reason,
    )


def _check_flags(severities: Mapping[str, str], switched_off: Collection[str]) -> None:
    unknown = sorted({*severities, *switched_off}.difference(CODES))
    if unknown:
        raise OperationError(f"There is no flag “{unknown[0]}”.")
    wrong = sorted(set(severities.values()).difference(Severity.words()))
    if wrong:
        raise OperationError(f"“{wrong[0]}” is no severity: say one of {', '.join(Severity.words())}.")
    needed = sorted(ALWAYS_ON.intersection(switched_off))
    if needed:
        raise OperationError(f"“{needed[0]}” cannot be switched off: what the desk shows as settled or not follows from it.")


def activate_policy(draft: DeskPolicy, change: Change) -> DeskPolicy:
    """Put a draft in force as a new version; the next verification visits every claim under it.

    Raises: OperationError without a reason, or where it is in force or dropped already.
    """
    need_reason(change)
    try:
        with transaction.atomic():
            highest = DeskPolicy.objects.aggregate(highest=Max("version"))["highest"] or 0
            values: dict[str, Any] = {
                "version": highest + 1,
                "recorded_at": _after_the_last(change.at),
                "recorded_by": change.actor,
                "reason": change.reason,
            }
            if not DeskPolicy.objects.filter(pk=draft.pk, version=None, dropped_at=None).update(**values):
                raise OperationError("This draft is in force already, or was given up: draft another one.")
    except IntegrityError as error:
        raise OperationError("Somebody set the policy at the same moment; look at the version in force now.") from error
    draft.refresh_from_db()
    return draft


def _after_the_last(at: datetime) -> datetime:
    """Return an instant that is not before the last version, whatever the clock says: as-of asks for the version of a time."""
    last = DeskPolicy.objects.filter(version__isnull=False).aggregate(at=Max("recorded_at"))["at"]
    return at if last is None else max(at, last)


def drop_draft(draft: DeskPolicy, change: Change) -> None:
    """Give a draft up; it stays on record.

    Raises: OperationError where it is in force or dropped already.
    """
    if not DeskPolicy.objects.filter(pk=draft.pk, version=None, dropped_at=None).update(dropped_at=change.at):
        raise OperationError("This draft is in force already, or was given up.")


def set_policy(change: Change, **values: Any) -> DeskPolicy:
    """Put a new version of the desk's policy in force at once, without a preview; ``values`` are those of ``draft_policy``.

    Raises: OperationError, as drafting and putting in force do.
    """
    with transaction.atomic():
        return activate_policy(draft_policy(change, **values), change)
