"""Do something to claims, look at how they stand then, and leave nothing of it: for those who want to see first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

from django.db import transaction

from claims.queries.history.snapshots import Picture, pictures

T = TypeVar("T")


class Tried(NamedTuple, Generic[T]):
    """What an operation returned, and how claims stood before it and after it."""

    result: T
    before: Mapping[int, Picture]
    after: Mapping[int, Picture]


def tried(run: Callable[[], T], ids: Callable[[T], Iterable[int]]) -> Tried[T]:
    """Run an operation in a transaction that is rolled back; ``ids`` names, of its result, the claims to look at.

    Raises: whatever the operation raises.
    """
    with transaction.atomic():
        with transaction.atomic():
            result = run()
            wanted = list(ids(result))
            after = pictures(wanted)
            transaction.set_rollback(True)
        return Tried(result, pictures(wanted), after)
