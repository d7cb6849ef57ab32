"""Write the results of assessments: assessments, flags, standings, public bodies and revisions, each kind in bulk.

No other module writes the computed side of a claim.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import NamedTuple

import msgspec

from claims.models import Assessment, Flag, Standing
from claims.policy.assess import Assessment as Assessed
from claims.policy.assess import RaisedFlag
from claims.policy.facts import Clock
from claims.published import PublicAssessment, PublicFlag, PublicSide, reassessed
from claims.queries.bodies.assessments import public_assessment
from claims.queries.bodies.rendering import render_bodies
from claims.queries.facts.current import compact
from claims.queries.facts.standings import CurrentBody, OpenFlag, StandingRow, current_bodies, open_flags
from claims.verification.change import Change
from claims.verification.embargoes import embargoes
from claims.verification.evaluating import Verified
from claims.verification.storage import bulk
from claims.verification.storage.outside_views import store_views
from claims.verification.storage.revisions import write_revisions
from claims.verification.waiver_expiry import lapse

_TICK = timedelta(microseconds=1)


class StoredFlag(PublicFlag, frozen=True, kw_only=True, omit_defaults=True):
    """A flag with the records that it rests on, which outsiders do not see."""

    culprits: tuple[tuple[str, str], ...]


class StoredResult(msgspec.Struct, frozen=True, kw_only=True):
    """The result of an assessment: counts of both sides and flags."""

    support: PublicSide
    denial: PublicSide
    exact: bool
    flags: tuple[StoredFlag, ...]


_encode = msgspec.json.Encoder().encode


def result_of(assessed: Assessed, public: PublicAssessment | None = None) -> bytes:
    """Return the JSON of an assessment's result (see StoredResult); ``public`` is its public form, if known already."""
    public = public or public_assessment(assessed)
    return _encode(
        StoredResult(
            support=public.support,
            denial=public.denial,
            exact=assessed.support.exact and assessed.denial.exact,
            flags=tuple(
                [
                    StoredFlag(code=f.code, severity=f.severity, reason=f.reason, level=f.level, culprits=f.culprits)
                    for f in assessed.flags
                ]
            ),
        )
    )


class Basis(NamedTuple):
    """What assessments were made from, besides the facts: the clock, the policy, and the last change of sources read."""

    clock: Clock
    policy_version: str
    sources_at: datetime | None


class Written(NamedTuple):
    """What was written. Flags are (claim key, code)."""

    changed: frozenset[int]  # claims whose result differs from the one stored
    raised: tuple[tuple[str, str], ...]
    cleared: tuple[tuple[str, str], ...]


def store(
    found: Mapping[int, Verified],
    change: Change,
    basis: Basis,
    standing: Mapping[int, StandingRow],
    prints: Mapping[int, int],
    *,
    written: Collection[int],
    rerender: bool,
) -> Written:
    """Write what was found about claims where it differs from what is stored (``standing``).

    A claim in ``written`` always gets a revision; another one only if its result changed, a waiver expired (reported as if the
    flag were raised), its embargo ended, what outsiders see changed or, if it was marked or with ``rerender``, its public body
    changed. All rows get one time, later than the last revision of each claim whatever the clock says, so that record times
    keep the order of recording.
    """
    public, results, digests = {}, {}, {}
    for pk, one in found.items():
        if one.assessment is not None:
            public[pk] = public_assessment(one.assessment)
            results[pk] = result_of(one.assessment, public[pk])
            digests[pk] = _digest(one.assessment, results[pk])
    changed = [pk for pk, digest in digests.items() if pk not in standing or standing[pk].result_digest != digest]
    lapsed = lapse({pk: one.assessment for pk, one in found.items() if one.assessment is not None}, basis.clock.now)
    held_back = embargoes(sorted(digests), basis.clock.now, standing)
    views = store_views(found, compact(sorted(digests)))
    always = {*changed, *written, *lapsed.claims, *held_back.ended, *views.changed}
    due = set(always)
    due.update(pk for pk in digests if rerender or (pk in standing and standing[pk].marked_at is not None))
    bodies = current_bodies(compact(sorted(due))) if due else {}
    change = change._replace(at=max([change.at, *(body.at + _TICK for body in bodies.values())]))
    assessments = _write_assessments(changed, found, results, change, basis)
    raised, cleared = _write_flags(changed, found, assessments, standing, change)
    raised += tuple([(waiver.claim_key, waiver.code) for waiver in lapsed.flags])
    _write_standings(found, digests, assessments, standing, prints, basis, (lapsed.until, held_back.until, views.until))
    revised = {pk: public[pk] for pk in due if pk in public}
    if revised:
        known = {pk: row.assessment_id for pk, row in standing.items() if row.assessment_id is not None} | assessments
        aged = set() if rerender else {pk for pk in revised if _only_aged(found[pk], standing.get(pk))}.difference(written)
        rendered = _rendered(revised, bodies, aged)
        write_revisions(rendered, bodies, change, known, always)
    return Written(frozenset(changed), raised, cleared)


def _only_aged(one: Verified, before: StandingRow | None) -> bool:
    """Return whether time alone changed the result: the facts are the same, and nothing marked the claim."""
    return before is not None and before.facts_digest == one.facts_digest and before.marked_at is None


def _rendered(
    revised: Mapping[int, PublicAssessment], bodies: Mapping[int, CurrentBody], aged: Set[int]
) -> Iterator[tuple[int, bytes]]:
    """Yield the public body of each claim; if it only aged, all but the assessment is reused, not read again."""
    kept = aged & bodies.keys()
    for claim in sorted(kept):
        yield claim, reassessed(bodies[claim].body, revised[claim])
    rerendered = sorted(revised.keys() - kept)
    yield from render_bodies(compact(rerendered), revised).items() if rerendered else ()


def _digest(assessed: Assessed, result: bytes) -> str:
    newer = "".join(f"{key}\0" for key in assessed.superseded_by)  # if the desk does not raise the flag, only the body has them
    head = f"{assessed.status}\0{assessed.explanation}\0{assessed.findings_digest}\0{newer}"
    return blake2b(head.encode() + result, digest_size=16).hexdigest()


_ASSESSMENT = (
    "pk", "claim", "at", "now", "said_until", "sources_at", "status", "explanation", "result", "policy_version", "facts_digest",
    "findings_digest", "due_at",
)  # fmt: skip


def _write_assessments(
    changed: Collection[int], found: Mapping[int, Verified], results: Mapping[int, bytes], change: Change, basis: Basis
) -> dict[int, int]:
    """Append an assessment of each changed claim; return their ids by claim."""
    if not changed:
        return {}
    # Taken beforehand: flags and standings, inserted in bulk too, refer to them.
    ids = dict(zip(changed, bulk.new_ids(Assessment, len(changed)), strict=True))
    clock = basis.clock
    rows = []
    for claim, pk in ids.items():
        _, assessed, facts_digest, *_ = found[claim]
        if assessed is not None:
            rows.append(
                (
                    pk, claim, change.at, clock.now, clock.said_until, basis.sources_at, assessed.status, assessed.explanation,
                    results[claim].decode(), basis.policy_version, facts_digest, assessed.findings_digest, assessed.due_at,
                )
            )  # fmt: skip
    bulk.insert(Assessment, _ASSESSMENT, rows)
    return ids


_FLAG = (
    "claim", "code", "severity", "level", "reason", "culprits", "raised_at", "raised_by", "waived_by", "waiver_reason",
    "waived_findings",
)  # fmt: skip
Told = tuple[tuple[str, str], ...]


def _write_flags(
    changed: Sequence[int],
    found: Mapping[int, Verified],
    assessments: Mapping[int, int],
    standing: Mapping[int, StandingRow],
    change: Change,
) -> tuple[Told, Told]:
    """Raise, reword and clear flags of the changed claims; return those raised and those cleared."""
    before = [claim for claim in changed if claim in standing]  # a claim that was never assessed has no flags
    open_before = open_flags(compact(before)) if before else {}
    new, reworded, gone = [], [], []
    raised, cleared = [], []
    for claim in changed:
        key, assessed, *_ = found[claim]
        known = open_before.get(claim, {})
        for flag in assessed.flags if assessed else ():
            stored = known.pop(flag.code, None)
            if stored is None:
                new.append((claim, *_said(flag), change.at, assessments[claim], "", "", ""))
                raised.append((key, flag.code))
            elif _reworded(stored, flag):
                reworded.append((stored.id, *_said(flag)[1:]))
        gone += [(flag.id, change.at, assessments[claim]) for flag in known.values()]
        cleared += [(key, code) for code in known]
    bulk.update(Flag, ("pk", "cleared_at", "cleared_by"), gone)
    bulk.update(Flag, ("pk", "severity", "level", "reason", "culprits"), reworded)
    bulk.insert(Flag, _FLAG, new)
    return tuple(raised), tuple(cleared)


def _said(flag: RaisedFlag) -> tuple[str, str, str, str, str]:
    return flag.code, flag.severity, flag.level, flag.reason, _encode(flag.culprits).decode()


def _reworded(stored: OpenFlag, found: RaisedFlag) -> bool:
    before = (stored.severity, stored.level, stored.reason, stored.culprits)
    return before != (found.severity, found.level, found.reason, found.culprits)


_STANDING = (
    "claim", "assessment", "status", "result_digest", "facts_digest", "policy_version", "now", "due_at", "marked_at", "error",
    "fingerprint", "support_at_least", "support_at_most", "support_open",
)  # fmt: skip


def _write_standings(
    found: Mapping[int, Verified],
    digests: Mapping[int, str],
    assessments: Mapping[int, int],
    standing: Mapping[int, StandingRow],
    prints: Mapping[int, int],
    basis: Basis,
    ends: Iterable[Mapping[int, datetime]],
) -> None:
    new, other = [], []
    for claim, one in found.items():
        before = standing.get(claim) or StandingRow(claim, None, "unsourced", "", "", "", None, None, None, "", None)
        if one.assessment is not None:
            support = one.assessment.support
            row = StandingRow(
                claim,
                assessments.get(claim, before.assessment_id),
                one.assessment.status,
                digests[claim],
                one.facts_digest,
                basis.policy_version,
                basis.clock.now,
                _soonest(one.assessment.due_at, *(until.get(claim) for until in ends)),
                None,
                one.error,
                prints.get(claim),
                support.at_least,
                support.at_most,
                support.open,
            )
        elif one.is_current:
            # Rows changed that the policy does not read: noting the fingerprint proves the claim to the next sweep.
            row = before._replace(fingerprint=prints.get(claim))
        else:
            row = before._replace(marked_at=None, error=one.error)
        if claim not in standing:
            new.append(row)
        elif row != before:
            other.append(row)
    bulk.insert(Standing, _STANDING, new)
    bulk.update(Standing, _STANDING, other)


def _soonest(*times: datetime | None) -> datetime | None:
    return min([at for at in times if at is not None], default=None)
