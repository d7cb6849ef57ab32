"""New rules: what they would change, and putting them in force, which starts a sweep over all claims."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Final

from django.db import transaction

from claims.models.run import ALL
from claims.operations.policy.rules import record_rules
from claims.queries.facts.current import Sources, compact
from claims.queries.policy.rules_in_force import batches_of_other_rules, installed_rules, rules_wait
from claims.queries.policy.versions import thresholds
from claims.runs.chunks import BATCH
from claims.runs.lifecycle import close_under_way
from claims.verification import Change, clock_at
from claims.verification.rule_preview import Compared, compare

#: The claims that a page compares at once, so that it can stop in time.
_FEW: Final = 50


def preview_rules(now: datetime, ids: Iterable[int] | None = None, *, size: int = BATCH) -> Iterator[Compared]:
    """Yield, batch by batch, what the installed rules would change: of the claims ``ids``, or of all with results of others."""
    clock, policy, sources = clock_at(now), thresholds(), Sources()
    for batch in batches_of_other_rules(size) if ids is None else _batches(sorted(ids), size):
        yield compare(compact(batch), clock, policy, sources)


def _batches(ids: list[int], size: int) -> Iterator[list[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def preview_for(now: datetime, ended: Callable[[], bool]) -> list[Compared]:
    """Return the same for as many claims as can be compared until ``ended`` returns True."""
    found = []
    for part in preview_rules(now, size=_FEW):
        found.append(part)
        if ended():
            break
    return found


def put_rules_in_force(change: Change) -> bool:
    """Record that the installed rules are in force, if they wait; return whether they did.

    It closes a run over all claims that leaves those with results of other rules as they are. The caller starts another.
    """
    with transaction.atomic():
        waited = rules_wait()
        if record_rules(change.at, change.actor) and waited:
            close_under_way((ALL,), change.at, f"rules {installed_rules()} were put in force")
    return waited
