"""Run an operation on claims, return how it would change them, and roll it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

from django.db import transaction

from claims.queries.history.snapshots import Snapshot, snapshots

T = TypeVar("T")


class Tried(NamedTuple, Generic[T]):
    """The result of an operation, and snapshots of the claims before and after it."""

    result: T
    before: Mapping[int, Snapshot]
    after: Mapping[int, Snapshot]


def tried(run: Callable[[], T], ids: Callable[[T], Iterable[int]]) -> Tried[T]:
    """Run an operation in a transaction that is rolled back; ``ids`` returns, from its result, the claims to compare.

    Raises: what the operation raises.
    """
    with transaction.atomic():
        with transaction.atomic():
            result = run()
            wanted = list(ids(result))
            after = snapshots(wanted)
            transaction.set_rollback(True)
        # Read afterwards, because only the result says which claims to compare.
        return Tried(result, snapshots(wanted), after)
