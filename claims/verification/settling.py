"""Assess claims and store what differs: the step that every write and every job ends in.

Callers hold the claims' locks and the transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from claims.models import Flag, Standing
from claims.policy.assess import policy_version
from claims.policy.facts import Clock, Thresholds
from claims.queries.facts import Ids, of
from claims.verification.evaluating import Verified, evaluate
from claims.verification.storing import Change, Store

log = logging.getLogger(__name__)

_CHECK_ONE_IN = 100


class Outcome(NamedTuple):
    """What settling some claims did. The flags are (claim key, code)."""

    verified: Mapping[int, Verified]
    changed: frozenset[int]  # claims whose result differs from the one stored
    raised: tuple[tuple[str, str], ...]
    cleared: tuple[tuple[str, str], ...]
    failed: tuple[tuple[str, str], ...]  # (claim key, error)
    surprises: tuple[str, ...]  # keys of claims whose result differs though the digest of their facts does not

    @property
    def tally(self) -> dict[str, int]:
        """How many claims were visited, assessed, changed …, as a run counts them."""
        return {
            "verified": len(self.verified),
            "assessed": sum(not found.stands for found in self.verified.values()),
            "changed": len(self.changed),
            "raised": len(self.raised),
            "cleared": len(self.cleared),
            "failed": len(self.failed),
            "surprises": len(self.surprises),
        }

    def with_more(self, other: Outcome) -> Outcome:
        """Return both outcomes as one."""
        return Outcome(
            {**self.verified, **other.verified},
            self.changed | other.changed,
            self.raised + other.raised,
            self.cleared + other.cleared,
            self.failed + other.failed,
            self.surprises + other.surprises,
        )


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
) -> Outcome:
    """Assess the claims ``ids`` and store what differs.

    A claim in ``written`` gets a revision in any case; another only where its result changed or, if it was marked or with
    ``rerender``, where its public body did. With ``tolerant``, a claim whose assessment fails keeps what stands and gets the
    error noted beside it. With ``trusting``, a claim is not assessed where the digest of its facts, the policy and the clock
    prove that what is stored stands; one in a hundred is all the same, as a check on the digest.
    """
    version = policy_version(thresholds)
    standings = {row.pk: row for row in Standing.objects.filter(of("claim_id", ids))}
    proof = _Proof(standings, version, clock) if trusting else None
    verified = evaluate(ids, clock, thresholds, tolerant=tolerant, stands=proof)
    marked = {pk for pk, row in standings.items() if row.marked_at is not None}
    store = Store(change, clock, version, standings, _open_flags([pk for pk, found in verified.items() if not found.stands]))
    assessed = {pk: found.assessment for pk, found in verified.items() if found.assessment is not None}
    changed = store.standings_and_flags(verified)
    due = assessed.keys() if rerender else changed | marked | set(written)
    revised = {pk: found for pk, found in assessed.items() if pk in due}
    if revised:
        store.revisions(revised, written, changed)
    failed = tuple((found.key, found.error) for found in verified.values() if found.error)
    surprises = _surprises(proof, changed, verified) if proof else ()
    return Outcome(verified, frozenset(changed), tuple(store.raised), tuple(store.cleared), failed, surprises)


class _Proof:
    """Tells whether what is stored of a claim is proven to stand, leaving one in a hundred to be assessed as a check."""

    def __init__(self, standings: Mapping[int, Standing], version: str, clock: Clock) -> None:
        self.standings = standings
        self.version = version
        self.clock = clock
        self.checked: set[int] = set()

    def __call__(self, claim: int, digest: str) -> bool:
        row = self.standings.get(claim)
        if row is None or row.facts_digest != digest or row.policy_version != self.version:
            return False
        if row.error or row.marked_at is not None or (row.due_at is not None and row.due_at <= self.clock.now):
            return False
        # Which ones are checked changes from day to day, so that in time every claim is.
        if (int(digest[:8], 16) + self.clock.now.toordinal()) % _CHECK_ONE_IN == 0:
            self.checked.add(claim)
            return False
        return True


def _surprises(proof: _Proof, changed: Collection[int], verified: Mapping[int, Verified]) -> tuple[str, ...]:
    keys = tuple(verified[pk].key for pk in sorted(proof.checked.intersection(changed)))
    for key in keys:
        log.error("claim %s changed though the digest of its facts did not: the digest misses something", key)
    return keys


def _open_flags(ids: Sequence[int]) -> dict[int, dict[str, Flag]]:
    found: dict[int, dict[str, Flag]] = {}
    for flag in Flag.objects.filter(of("claim_id", ids), cleared_at=None):
        found.setdefault(flag.claim_id, {})[flag.code] = flag
    return found
