"""Whether what is stored of every claim equals a fresh computation, batch by batch, and its repair."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final, NamedTuple

from django.db import IntegrityError, connection

from claims.operations.claims.search_words import outdated_words
from claims.operations.repairs import mark_to_recompute, rewrite_words
from claims.queries.claims.selection import count_after, ids_after
from claims.queries.facts.current import Sources
from claims.queries.integrity import broken_rules
from claims.queries.policy.versions import thresholds
from claims.verification import clock_at
from claims.verification.recomputing import recompute

#: Claims compared at once: bounds memory, and what an interrupted check does again.
BATCH: Final = 500


class Problem(NamedTuple):
    """A claim whose stored parts differ: its key and the parts, and whether it was repaired."""

    key: str
    parts: tuple[str, ...]
    repaired: bool


class Part(NamedTuple):
    """The result of a batch: the last id, how many claims were compared or wait for verification, and the problems."""

    last: int
    compared: int
    waiting: int
    problems: tuple[Problem, ...]


def claims_to_check(after: int, limit: int | None) -> int:
    """Return how many claims there are to check after an id."""
    return count_after(after, limit)


def checked(after: int, limit: int | None, clock: Callable[[], datetime], *, repair: bool) -> Iterator[Part]:
    """Compare claims with ids above ``after``, ``limit`` at most, and yield the result of each batch."""
    policy, sources = thresholds(), Sources()
    left = limit
    while ids := ids_after(after, BATCH if left is None else min(BATCH, left)):
        after = ids[-1]
        left = None if left is None else left - len(ids)
        at = clock()
        found = recompute(ids, clock_at(at), policy, sources)
        marked = mark_to_recompute([one.id for one in found.differing], at) if repair and found.differing else set()
        problems = [Problem(one.key, one.parts, one.id in marked) for one in found.differing]
        problems += [Problem(key, ("search words",), repair) for key in outdated_words(ids).values()]
        if repair:
            rewrite_words(ids)
        yield Part(after, found.compared, found.waiting, tuple(problems))


def broken_records() -> Iterator[str]:
    """Yield a sentence for each record that breaks a rule, or that refers to a missing one."""
    try:
        connection.check_constraints()  # SQLite alone can have rows without those that they refer to
    except IntegrityError as error:
        yield str(error)
    yield from broken_rules()
