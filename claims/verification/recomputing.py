"""Compare what is stored of claims with a fresh computation from their records; nothing is written or locked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from claims.models import Assessment, OutsideView
from claims.policy.assess import policy_version
from claims.policy.facts import Clock, Thresholds
from claims.queries.bodies.assessments import public_assessment
from claims.queries.bodies.rendering import render_bodies
from claims.queries.facts.current import Sources, compact, of
from claims.queries.facts.standings import OpenFlag, StandingRow, current_bodies, open_flags, standings
from claims.verification.evaluating import Verified, evaluate
from claims.verification.storage.outside_views import rows_of
from claims.verification.storage.storing import result_of


class Differing(NamedTuple):
    """A claim of which something stored differs from a fresh computation: its id, its key, and what differs."""

    id: int
    key: str
    parts: tuple[str, ...]


class Recomputed(NamedTuple):
    """The comparison of some claims."""

    compared: int
    waiting: int  # marked, due, or of another policy: the next verification computes them again
    differing: tuple[Differing, ...]


def recompute(ids: Sequence[int], clock: Clock, thresholds: Thresholds, sources: Sources) -> Recomputed:
    """Return which of the claims ``ids``, none of them deleted, differ from a fresh computation: result, flags or body.

    A claim that waits for the next verification may differ, and is only counted.
    """
    stored = standings(compact(ids))
    version = policy_version(thresholds)
    settled = [pk for pk in ids if pk not in stored or not _waits(stored[pk], version, clock)]
    differing = _differing(settled, clock, thresholds, sources)
    if differing:
        # Somebody may have changed a claim between two reads: only what differs twice is wrong.
        again = {one.id: one for one in _differing([one.id for one in differing], clock, thresholds, sources)}
        differing = [one for one in differing if again.get(one.id) == one]
    return Recomputed(len(settled), len(ids) - len(settled), tuple(differing))


def _waits(row: StandingRow, version: str, clock: Clock) -> bool:
    if row.marked_at is not None or row.error or row.policy_version != version:
        return True
    return (row.due_at is not None and row.due_at <= clock.now) or (row.now is not None and row.now > clock.now)


def _differing(ids: Sequence[int], clock: Clock, thresholds: Thresholds, sources: Sources) -> list[Differing]:
    if not ids:
        return []
    among = compact(ids)
    fresh = evaluate(among, clock, thresholds, sources=sources, tolerant=True)
    while sources.outdated():
        fresh = evaluate(among, clock, thresholds, sources=sources, tolerant=True)
    stored = _Stored.read(ids)
    public = {pk: public_assessment(one.assessment) for pk, one in fresh.items() if one.assessment is not None}
    bodies = render_bodies(compact(sorted(public)), public) if public else {}
    outside = {pk: row[-1] for pk, row in rows_of(fresh).items()}
    compared = ((pk, one, tuple(_parts(pk, one, stored, bodies.get(pk), outside.get(pk)))) for pk, one in fresh.items())
    return [Differing(pk, one.key, parts) for pk, one, parts in compared if parts]


class _Stored(NamedTuple):
    """What is stored of some claims, by claim id."""

    standings: Mapping[int, StandingRow]
    assessments: Mapping[int, tuple[str, str, str, Any]]  # by their own id
    flags: Mapping[int, Mapping[str, OpenFlag]]
    bodies: Mapping[int, str]
    outside: Mapping[int, str]

    @classmethod
    def read(cls, ids: Sequence[int]) -> _Stored:
        among = compact(ids)
        rows = standings(among)
        current = Assessment.objects.filter(pk__in=[row.assessment_id for row in rows.values() if row.assessment_id])
        columns = ("pk", "status", "explanation", "findings_digest", "result")
        return cls(
            rows,
            {pk: tuple(values) for pk, *values in current.values_list(*columns)},
            open_flags(among),
            {pk: one.body for pk, one in current_bodies(among).items()},
            dict(OutsideView.objects.filter(of("claim_id", among)).values_list("claim_id", "digest")),
        )


def _parts(pk: int, one: Verified, stored: _Stored, body: bytes | None, outside: str | None) -> Iterator[str]:
    """Yield the parts of a claim that differ."""
    found = one.assessment
    if found is None:
        yield f"cannot be assessed: {one.error}"
        return
    row = stored.standings.get(pk)
    assessment = stored.assessments.get(row.assessment_id or 0) if row else None
    if row is None or assessment is None:
        yield "result missing"
    else:
        if row.status != found.status or assessment[0] != found.status:
            yield "status"
        if assessment[1:] != (found.explanation, found.findings_digest, json.loads(result_of(found))):
            yield "counts or findings"
        # An older version that still runs after an upgrade leaves these as they were.
        if row[-3:] != (found.support.at_least, found.support.at_most, found.support.open):
            yield "numbers of origins in lists"
    flags = {code: (flag.severity, flag.level, flag.reason) for code, flag in stored.flags.get(pk, {}).items()}
    if flags != {flag.code: (flag.severity, flag.level, flag.reason) for flag in found.flags}:
        yield "flags"
    if body is None or stored.bodies.get(pk) != body.decode():
        yield "public body"
    if stored.outside.get(pk) != outside:
        yield "view of outsiders"
