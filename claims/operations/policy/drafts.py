"""Setting the desk's policy: a draft is previewed, then put in force; versions are added, never edited."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from claims.models import DeskPolicy
from claims.operations.writing import OperationError, need_reason
from claims.policy.assess import ALWAYS_ON, CODES
from claims.queries.policy.rules_in_force import installed_rules, rules_wait
from claims.verification import Change
from claims.vocabulary import Severity


def draft_policy(
    change: Change,
    *,
    min_on_record: int,
    min_disinterested: int,
    shelf_life_days: int,
    outcome_grace_days: int,
    dead_link_checks: int = 3,
    dead_link_hours: int = 72,
    unreachable_days: int = 7,
    severities: Mapping[str, str] | None = None,
    switched_off: Collection[str] = (),
) -> DeskPolicy:
    """Store a draft of the desk's policy, which has no effect until it is put in force.

    ``severities`` holds, by flag, the severity that replaces the rule's own.

    Raises: OperationError without a reason, for an impossible rule, or for an unknown flag or severity.
    """
    need_reason(change)
    if min_disinterested > min_on_record:
        raise OperationError(
            f"{min_on_record} independent on-record routes cannot include {min_disinterested} from disinterested sources:"
            " require as many, or fewer."
        )
    given = dict(severities or {})
    _check_flags(given, switched_off)
    return DeskPolicy.objects.create(
        min_on_record=min_on_record,
        min_disinterested=min_disinterested,
        shelf_life_days=shelf_life_days,
        outcome_grace_days=outcome_grace_days,
        dead_link_checks=dead_link_checks,
        dead_link_hours=dead_link_hours,
        unreachable_days=unreachable_days,
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
        raise OperationError(f"“{wrong[0]}” is not a severity: use one of {', '.join(Severity.words())}.")
    needed = sorted(ALWAYS_ON.intersection(switched_off))
    if needed:
        raise OperationError(f"“{needed[0]}” cannot be switched off: the status of claims depends on it.")


def activate_policy(draft: DeskPolicy, change: Change) -> DeskPolicy:
    """Put a draft in force as a new version; the next verification visits every claim under it.

    Raises: OperationError without a reason, if it is already in force or dropped, or while new rules wait to be put in force.
    """
    need_reason(change)
    if rules_wait():
        raise OperationError(
            f"Rules {installed_rules()} are installed and not in force yet: put them in force first, or the two changes could"
            " not be told apart."
        )
    try:
        with transaction.atomic():
            # Two who do this at once compute the same number, and the unique column refuses the second.
            highest = DeskPolicy.objects.aggregate(highest=Max("version"))["highest"] or 0
            values: dict[str, Any] = {
                "version": highest + 1,
                "recorded_at": _after_the_last(change.at),
                "recorded_by": change.actor,
                "reason": change.reason,
            }
            if not DeskPolicy.objects.filter(pk=draft.pk, version=None, dropped_at=None).update(**values):
                raise OperationError("This draft is already in force or was dropped: make another draft.")
    except IntegrityError as error:
        raise OperationError("Somebody else set the policy at the same moment; review the version now in force.") from error
    draft.refresh_from_db()
    return draft


def _after_the_last(at: datetime) -> datetime:
    """Return a time that is not before the last version, whatever the clock says: as-of looks up the version by time."""
    last = DeskPolicy.objects.filter(version__isnull=False).aggregate(at=Max("recorded_at"))["at"]
    return at if last is None else max(at, last)


def drop_draft(draft: DeskPolicy, change: Change) -> None:
    """Drop a draft; it stays on record.

    Raises: OperationError if it is already in force or dropped.
    """
    if not DeskPolicy.objects.filter(pk=draft.pk, version=None, dropped_at=None).update(dropped_at=change.at):
        raise OperationError("This draft is already in force or was dropped.")


def set_policy(change: Change, **values: Any) -> DeskPolicy:
    """Put a new policy version in force at once, without a preview; ``values`` are those of ``draft_policy``.

    Raises: OperationError, as drafting and putting in force do.
    """
    with transaction.atomic():
        return activate_policy(draft_policy(change, **values), change)
