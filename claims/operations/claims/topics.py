"""Adding a topic to many claims at once, or removing it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

import msgspec
from django.db import transaction

from claims.casefile.values import Topic
from claims.models import ClaimTopic
from claims.operations.merges.retired import refuse_retired
from claims.operations.writing import OperationError, lock, need_reason, refuse_stale, writing
from claims.verification import Change
from factcheck.database.lookups import among

_SPELLING: Final = "Use lower-case letters, digits and “-”, at most 60 characters: north-korea."


def add_topic(claim_ids: Iterable[int], topic: str, change: Change, *, expected: Mapping[int, int] | None = None) -> int:
    """Add a topic to claims, all or none; return how many did not have it.

    Raises: OperationError for an invalid topic, without a reason, or if one was merged or deleted; StaleRevisionError.
    """
    _check(topic)
    wanted = set(claim_ids)
    with transaction.atomic():
        # Claims that are filed there already get no revision.
        missing = _seen(wanted, change, expected) - _under(topic, wanted)
        if missing:
            with writing(missing, change):
                refuse_retired(missing)
                ClaimTopic.objects.bulk_create([ClaimTopic(claim_id=pk, topic=topic) for pk in sorted(missing)])
    return len(missing)


def remove_topic(claim_ids: Iterable[int], topic: str, change: Change, *, expected: Mapping[int, int] | None = None) -> int:
    """Remove a topic from claims, all or none; return how many had it.

    Raises: OperationError without a reason, or if one was merged or deleted; StaleRevisionError.
    """
    wanted = set(claim_ids)
    with transaction.atomic():
        filed = _seen(wanted, change, expected) & _under(topic, wanted)
        if filed:
            with writing(filed, change):
                refuse_retired(filed)
                ClaimTopic.objects.filter(among("claim_id", sorted(filed)), topic=topic).delete()
    return len(filed)


def _seen(wanted: set[int], change: Change, expected: Mapping[int, int] | None) -> set[int]:
    """Lock claims, and return those that exist, if they have the revision that the caller saw."""
    need_reason(change)
    locked = lock(wanted)
    refuse_stale(locked.ids, expected or {})
    return wanted.intersection(locked.ids)


def _under(topic: str, ids: Collection[int]) -> set[int]:
    return set(ClaimTopic.objects.filter(among("claim_id", ids), topic=topic).values_list("claim_id", flat=True))


def _check(topic: str) -> None:
    try:
        msgspec.convert(topic, Topic)
    except msgspec.ValidationError as error:
        raise OperationError(f"“{topic}” is not a topic. {_SPELLING}") from error
