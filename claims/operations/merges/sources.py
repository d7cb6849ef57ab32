"""Merging two records of one source, as far as it affects claims: what it would change, and what prevents it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import transaction

from claims.models import Attribution, Claim
from claims.operations.sources.changes import claims_reached
from claims.policy.assess import Assessment
from claims.queries.policy.versions import thresholds
from claims.verification import Change, clock_at, evaluate
from claims.verification.foreseeing import Foreseen
from sources import operations
from sources.models import Document, Source
from sources.operations import lock_sources
from sources.queries.changes import last_change_id, waiting_changes_since

#: The most claims that a preview assesses, twice each; of more it only gives the number (a guess at how long an editor waits).
MOST_WEIGHED = 200


class MergerForeseen(NamedTuple):
    """The effects of merging a second record into the first."""

    attributions: int  # of the second record; they stay with it
    claims: int  # with attributions of the second record
    reached: int  # claims that would be assessed again
    changed: tuple[tuple[Claim, Foreseen], ...] | None  # claims whose result would change; None if too many are reached


def merge_sources(
    second: Source,
    first: Source,
    change: Change,
    *,
    names_confirmed: bool = False,
    shared_reason: bool = False,
    documents: Sequence[Document] = (),
    foreseen: bool = False,
) -> None:
    """Record that ``second`` is a second record of the source ``first``; claims are updated as after any change of a source.

    The other arguments are those of ``sources.operations.merge_sources``.

    Raises: SourceOperationError where the two cannot be one.
    """
    with transaction.atomic():
        why: dict[str, Any] = {"at": change.at, "actor": change.actor, "reason": change.reason, "shared_reason": shared_reason}
        why |= {"documents": documents, "foreseen": foreseen}
        operations.merge_sources(second, first, names_confirmed=names_confirmed, **why)


def foresee_merger(second: Source, first: Source, change: Change) -> MergerForeseen:
    """Return what merging would do: it is done in a transaction that is rolled back.

    Raises: SourceOperationError and OperationError, as ``merge_sources`` does.
    """
    with transaction.atomic():
        # Both assessments read the same sources: nobody may change one in between.
        lock_sources()
        reached, after = _merged(second, first, change)
        weighed = len(reached) <= MOST_WEIGHED
        before = _assessed(reached, change) if weighed else {}
        differ = [pk for pk in before if pk in after and _found(before[pk]) != _found(after[pk])]
        claims = Claim.objects.filter(pk__in=differ).order_by("key")
        changed = tuple((claim, Foreseen(before[claim.pk], after[claim.pk])) for claim in claims)
        own = Attribution.objects.filter(source=second.pk, voided_at=None)
        named = own.values("claim_id").distinct().count()
        return MergerForeseen(own.count(), named, len(reached), changed if weighed else None)


def _merged(second: Source, first: Source, change: Change) -> tuple[list[int], dict[int, Assessment]]:
    """Return the claims that a merger reaches, in ascending order, and their new results; nothing is stored."""
    last = last_change_id()
    one = Source.objects.get(pk=second.pk)  # the caller's instance must keep the stored values
    with transaction.atomic():
        merge_sources(one, first, change, foreseen=True)
        reached = sorted(claims_reached(waiting_changes_since(last)))
        after = _assessed(reached, change) if len(reached) <= MOST_WEIGHED else {}
        transaction.set_rollback(True)
    return reached, after


def _assessed(ids: list[int], change: Change) -> dict[int, Assessment]:
    found = evaluate(ids, clock_at(change.at), thresholds(), tolerant=True)
    return {pk: one.assessment for pk, one in found.items() if one.assessment is not None}


def _found(assessed: Assessment) -> tuple[object, ...]:
    """Return the part of an assessment that people see."""
    sides = [
        (side.at_least, side.at_most, side.open, side.on_record, side.disinterested, side.routes, side.exact)
        for side in (assessed.support, assessed.denial)
    ]
    flags = sorted((flag.code, flag.severity, flag.reason) for flag in assessed.flags)
    return assessed.status, sides, flags
