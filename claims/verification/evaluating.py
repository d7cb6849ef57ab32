"""Load → assess: what the policy finds about claims; nothing is stored."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from claims.policy.assess import Assessment, assess, facts_digest, retired
from claims.policy.facts import ClaimFacts, Clock, Directory, Thresholds
from claims.policy.outsiders import as_outsiders_see
from claims.queries.facts.current import Ids, Sources
from claims.queries.facts.outsiders import load_facts_for_both
from claims.queries.facts.past import load_facts_as_of
from factcheck.dates.partial_dates import from_instant

log = logging.getLogger(__name__)


class OutsideFound(NamedTuple):
    """What outsiders see of a claim in place of what the desk sees."""

    assessment: Assessment
    retired: bool
    decisions: frozenset[int]  # ids of the decisions that outsiders may see
    reveals_at: datetime | None


class Verified(NamedTuple):
    """One claim as assessed; ``assessment`` is None if that failed (see ``error``) or if the stored result is still valid."""

    key: str
    assessment: Assessment | None
    facts_digest: str
    error: str = ""
    is_current: bool = False
    outside: OutsideFound | None = None  # None: outsiders see the same


def clock_at(now: datetime, said_until: str = "") -> Clock:
    """Return the clock of ``now``, which counts what was said until then unless ``said_until`` is given.

    Where the desk's calendar is a day ahead of UTC, a statement dated with that day counts as said.
    """
    return Clock(now, said_until or max(from_instant(now), timezone.localdate(now).isoformat()))


def evaluate(
    ids: Ids,
    clock: Clock,
    thresholds: Thresholds,
    *,
    recorded: datetime | None = None,
    sources: Sources | None = None,
    tolerant: bool = False,
    is_current: Callable[[int, str], bool] | None = None,
) -> Mapping[int, Verified]:
    """Return what the policy finds about each claim, now or as recorded by ``recorded``, in id order.

    With ``tolerant``, a claim whose assessment fails is returned with its error; otherwise the error is raised. ``is_current``
    gets a claim's id and the digest of its facts, and returns whether the stored result is still valid; if so, it is not
    assessed.
    """
    loaded = (
        load_facts_for_both(ids, clock, sources=sources)
        if recorded is None
        else load_facts_as_of(ids, recorded, clock.said_until)
    )
    found = {}
    for claim, facts in loaded.claims.items():
        try:
            digest = facts_digest(facts, loaded.directory)
            if is_current is not None and is_current(claim, digest):
                found[claim] = Verified(facts.key, None, digest, is_current=True)
                continue
            assessed = assess(facts, loaded.directory, thresholds, clock)
            outside = _outside(facts, loaded.directory, thresholds, clock) if facts.outside is not None else None
            found[claim] = Verified(facts.key, assessed, digest, outside=outside)
        # One claim that fails must not stop a night; a write is not tolerant, and is refused.
        except Exception as error:
            if not tolerant:
                raise
            log.exception("assessment of claim %s failed", facts.key)
            found[claim] = Verified(facts.key, None, "", f"{type(error).__name__}: {error}")
    return found


def _outside(facts: ClaimFacts, directory: Directory, thresholds: Thresholds, clock: Clock) -> OutsideFound:
    seen = as_outsiders_see(facts)
    known = frozenset([decision.id for decision in seen.decisions])
    reveals_at = facts.outside.reveals_at if facts.outside is not None else None
    return OutsideFound(assess(seen, directory, thresholds, clock), retired(seen), known, reveals_at)
