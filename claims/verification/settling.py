"""Assess claims and store what differs: the last step of every write and every job.

Callers hold the locks of the claims and the transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from claims.policy.assess import policy_version
from claims.policy.facts import Clock, Thresholds
from claims.queries.facts.current import Ids, Sources, compact
from claims.queries.facts.fingerprints import fingerprints
from claims.queries.facts.standings import StandingRow, standings
from claims.verification.change import Change
from claims.verification.evaluating import Verified, evaluate
from claims.verification.storage.storing import Basis, store

log = logging.getLogger(__name__)


class Outcome(NamedTuple):
    """The result of settling some claims. Flags are (claim key, code)."""

    verified: Mapping[int, Verified]
    changed: frozenset[int]  # claims whose result differs from the one stored
    raised: tuple[tuple[str, str], ...]
    cleared: tuple[tuple[str, str], ...]
    failed: tuple[tuple[str, str], ...]  # (claim key, error)
    surprises: tuple[str, ...]  # keys of claims whose result differs though it was proven unchanged


NOTHING = Outcome({}, frozenset(), (), (), (), ())


def settle(
    ids: Ids,
    change: Change,
    clock: Clock,
    thresholds: Thresholds,
    *,
    written: Collection[int] = (),
    rerender: bool = False,
    tolerant: bool = False,
    trusting: bool = False,
    sampled: Collection[int] = (),
    sources: Sources | None = None,
    prints: Mapping[int, int] | None = None,
) -> Outcome:
    """Assess the claims ``ids`` and store what differs.

    A claim in ``written`` always gets a revision; another one only if its result changed or, if it was marked or with
    ``rerender``, if its public body did. With ``tolerant``, a claim whose assessment fails keeps its stored result and the
    error is stored with it. With ``trusting``, a claim is not assessed if the digest of its facts, the policy and the clock
    prove that the stored result is still valid; claims in ``sampled`` are assessed anyway, as a check on the proof, and
    differences are reported. ``sources`` may hold what was read of them in the same transaction, and ``prints`` fingerprints of
    some of the claims taken before their facts are read.
    """
    # Lock marks first: a change made while the facts are read is then found by the next visit.
    prints = _all_prints(ids, prints or {})
    sources = sources or Sources()
    stored = standings(ids)
    version = policy_version(thresholds)
    is_current = _proof(stored, version, clock, sampled) if trusting else None
    verified = evaluate(ids, clock, thresholds, sources=sources, tolerant=tolerant, is_current=is_current)
    while sources.outdated():  # or the state of the sources that this rests on would be unknown later
        verified = evaluate(ids, clock, thresholds, sources=sources, tolerant=tolerant, is_current=is_current)
    basis = Basis(clock, version, sources.recorded_at)
    done = store(verified, change, basis, stored, prints, written=written, rerender=rerender)
    failed = tuple([(one.key, one.error) for one in verified.values() if one.error])
    surprises = tuple([verified[pk].key for pk in sorted(done.changed.intersection(sampled))])
    if surprises:
        first = ", ".join(surprises[:5])
        log.error("%s claims changed though proven to stand, a fault of the proof: %s …", len(surprises), first)
    return Outcome(verified, done.changed, done.raised, done.cleared, failed, surprises)


def _all_prints(ids: Ids, known: Mapping[int, int]) -> Mapping[int, int]:
    missing = ids if not known else compact([pk for pk in ids if pk not in known])
    return {**known, **fingerprints(missing)} if missing else known


def _proof(
    stored: Mapping[int, StandingRow], version: str, clock: Clock, sampled: Collection[int]
) -> Callable[[int, str], bool]:
    """Return a function that says whether the digest of a claim's facts proves that its stored result is still valid."""

    def is_current(claim: int, digest: str) -> bool:
        row = stored.get(claim)
        if row is None or claim in sampled or row.facts_digest != digest or row.policy_version != version:
            return False
        if row.now is None or row.now > clock.now:  # the clock was set back: a later result need not be valid now
            return False
        return not (row.error or row.marked_at is not None or (row.due_at is not None and row.due_at <= clock.now))

    return is_current
