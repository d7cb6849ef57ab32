"""Waivers of flags that the desk has looked at: they stay open, as does the status, but need no attention for a while."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery

from claims.models import Flag, Standing
from claims.operations.writing import OperationError, need_reason, writing
from claims.policy.assess import CODES
from claims.policy.origins.independence import Side
from claims.policy.waiving import Basis
from claims.verification import Change
from claims.verification.waiver_expiry import NO_WAIVER
from factcheck.database.lookups import among

#: The longest waiver: whoever needs longer reviews the flag again.
LONGEST = timedelta(days=366)
_BATCH = 500
#: The counts of a side, in the order of an assessment.
_NUMBERS = Side._fields[:6]


def waive(
    claim_ids: Iterable[int],
    codes: Collection[str],
    change: Change,
    *,
    until: datetime,
    expected: Mapping[int, int] | None = None,
) -> int:
    """Waive the open flags ``codes`` of claims until a date-time; return how many were waived.

    A waiver expires when what its flag rests on changes, so that nobody overlooks new facts. Waiving again replaces the reason
    and the end. Claims without such an open flag are left unchanged.

    Raises: OperationError without a reason, for an end that has passed or is more than a year ahead, for an unknown code, or if
    no such flag is open; StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    _check(codes, change.at, until)

    def write(flags: QuerySet[Flag], dated: Change) -> int:
        waived = {"waived_at": dated.at, "waived_by": dated.actor, "waiver_reason": dated.reason, "waived_until": until}
        rows = [Flag(pk=pk, waived_findings=basis.binding, **waived) for pk, basis in _bases(flags)]
        return Flag.objects.bulk_update(rows, [*waived, "waived_findings"], batch_size=_BATCH)

    return _write(_open(claim_ids, codes), change, write, expected, "open")


def end_waiver(
    claim_ids: Iterable[int], codes: Collection[str], change: Change, *, expected: Mapping[int, int] | None = None
) -> int:
    """End waivers of the flags ``codes`` early; return how many were ended.

    Raises: OperationError without a reason or if no such flag is waived; StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    waived = _open(claim_ids, codes).filter(waived_at__isnull=False)
    return _write(waived, change, lambda flags, _: flags.update(**NO_WAIVER), expected, "waived")


def _open(claim_ids: Iterable[int], codes: Collection[str]) -> QuerySet[Flag]:
    return Flag.objects.filter(among("claim_id", claim_ids), code__in=codes, cleared_at=None)


def _bases(flags: QuerySet[Flag]) -> Iterator[tuple[int, Basis]]:
    """Yield what each flag rests on, as last found."""
    standing = Standing.objects.filter(claim=OuterRef("claim"))
    found = flags.annotate(
        result=Subquery(standing.values("assessment__result")[:1]),
        findings=Subquery(standing.values("assessment__findings_digest")[:1]),
    )
    columns = ("pk", "result", "code", "severity", "level", "culprits", "findings")
    for pk, result, code, severity, level, culprits, findings in found.values_list(*columns):
        support = [result["support"][name] for name in _NUMBERS]
        yield pk, Basis(code, severity, level, culprits, support, findings)


def _write(
    flags: QuerySet[Flag],
    change: Change,
    write: Callable[[QuerySet[Flag], Change], int],
    expected: Mapping[int, int] | None,
    wanted: str,
) -> int:
    claims = sorted(set(flags.values_list("claim_id", flat=True)))
    if not claims:
        raise OperationError(f"None of these flags is {wanted} on any of these claims; nothing was changed.")
    # A claim without such a flag is not written, so that it changed does no harm.
    seen = {claim: revision for claim, revision in (expected or {}).items() if claim in set(claims)}
    with writing(claims, change, expected=seen) as dated:
        # Read again now that nobody else writes them: a flag may have been cleared while we waited.
        return write(flags, dated)


def _check(codes: Collection[str], at: datetime, until: datetime) -> None:
    unknown = sorted(set(codes).difference(CODES))
    if unknown or not codes:
        raise OperationError(f"There is no flag “{unknown[0]}”." if unknown else "Say which flag to waive.")
    if until <= at:
        raise OperationError("The end of the waiver has passed: choose a later day.")
    if until - at > LONGEST:
        raise OperationError("A waiver lasts a year at most: choose an earlier day, and review the flag then.")
