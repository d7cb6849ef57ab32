"""Write what assessments found: assessments, flags, standings, public bodies and revisions, each kind in bulk.

The one place where a claim's computed side is written.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from hashlib import blake2b, sha256
from typing import Any, NamedTuple

import msgspec
from django.db.models import F

from claims.models import Assessment, Claim, Flag, PublicBody, Revision, Standing
from claims.policy.assess import Assessment as Assessed
from claims.policy.assess import RaisedFlag
from claims.policy.facts import Clock
from claims.queries.bodies import public_flags, public_side, render_bodies
from claims.revision_chain import chain_digest
from claims.verification.evaluating import Verified

_BATCH = 500


class Change(NamedTuple):
    """Who changes what, when and why; every revision of one transaction carries the same."""

    at: datetime
    actor: str
    action: str
    reason: str = ""


def result_of(assessed: Assessed) -> dict[str, Any]:
    """Return the JSON of an assessment's result: counts of both sides and flags with the records that they rest on."""
    flags = [
        {**msgspec.to_builtins(public), "culprits": [list(culprit) for culprit in flag.culprits]}
        for public, flag in zip(public_flags(assessed), assessed.flags, strict=True)
    ]
    return {
        "support": msgspec.to_builtins(public_side(assessed.support)),
        "denial": msgspec.to_builtins(public_side(assessed.denial)),
        "exact": assessed.support.exact and assessed.denial.exact,
        "flags": flags,
    }


class Store:
    """One settling: collects rows and writes each kind in bulk."""

    def __init__(
        self, change: Change, clock: Clock, version: str, standings: Mapping[int, Standing], flags: Mapping[int, dict[str, Flag]]
    ) -> None:
        self.change = change
        self.clock = clock
        self.version = version
        self.stored = standings
        self.flags = flags
        self.raised: list[tuple[str, str]] = []
        self.cleared: list[tuple[str, str]] = []
        self.assessments: dict[int, Assessment] = {}

    def standings_and_flags(self, verified: Mapping[int, Verified]) -> set[int]:
        """Write assessments, flags and standings; return the claims whose result differs from the one stored."""
        results = {pk: result_of(found.assessment) for pk, found in verified.items() if found.assessment is not None}
        digests = {pk: _result_digest(verified[pk], result) for pk, result in results.items()}
        changed = {pk for pk, digest in digests.items() if pk not in self.stored or self.stored[pk].result_digest != digest}
        self.assessments = {pk: self._assessment(pk, verified[pk], results[pk]) for pk in sorted(changed)}
        Assessment.objects.bulk_create(self.assessments.values(), batch_size=_BATCH)
        self._write_flags(verified, changed)
        self._write_standings(verified, digests)
        return changed

    def _assessment(self, pk: int, found: Verified, result: dict[str, Any]) -> Assessment:
        assessed = found.assessment
        assert assessed is not None  # noqa: S101 - only claims with a result come here
        return Assessment(
            claim_id=pk,
            at=self.change.at,
            now=self.clock.now,
            said_until=self.clock.said_until,
            status=assessed.status,
            explanation=assessed.explanation,
            result=result,
            policy_version=self.version,
            facts_digest=found.facts_digest,
            findings_digest=assessed.findings_digest,
            due_at=assessed.due_at,
        )

    def _write_flags(self, verified: Mapping[int, Verified], changed: Collection[int]) -> None:
        new: list[Flag] = []
        touched: list[Flag] = []
        for pk in sorted(changed):
            assessed = verified[pk].assessment
            if assessed is None:
                continue
            found = {flag.code: flag for flag in assessed.flags}
            known = self.flags.get(pk, {})
            new += [self._raise(pk, flag) for code, flag in found.items() if code not in known]
            touched += [self._clear(pk, flag) for code, flag in known.items() if code not in found]
            touched += [flag for code, flag in known.items() if code in found and _rewritten(flag, found[code])]
            self.raised += [(verified[pk].key, code) for code in found if code not in known]
            self.cleared += [(verified[pk].key, code) for code in known if code not in found]
        Flag.objects.bulk_create(new, batch_size=_BATCH)
        _upsert(Flag, touched, ("severity", "level", "reason", "culprits", "cleared_at", "cleared_by"), "id")

    def _raise(self, pk: int, flag: RaisedFlag) -> Flag:
        return Flag(
            claim_id=pk,
            code=flag.code,
            severity=flag.severity,
            level=flag.level,
            reason=flag.reason,
            culprits=[list(culprit) for culprit in flag.culprits],
            raised_at=self.change.at,
            raised_by=self.assessments[pk],
        )

    def _clear(self, pk: int, flag: Flag) -> Flag:
        flag.cleared_at = self.change.at
        flag.cleared_by = self.assessments[pk]
        return flag

    def _write_standings(self, verified: Mapping[int, Verified], digests: Mapping[int, str]) -> None:
        rows = []
        for pk, found in verified.items():
            row = self.stored.get(pk) or Standing(claim_id=pk)
            before = _standing_values(row)
            row.marked_at, row.error = None, found.error
            if found.assessment is not None:
                row.status = found.assessment.status
                row.result_digest = digests[pk]
                row.facts_digest = found.facts_digest
                row.policy_version = self.version
                row.due_at = found.assessment.due_at
            if pk in self.assessments:
                row.assessment = self.assessments[pk]
            if pk not in self.stored or _standing_values(row) != before:
                rows.append(row)
        _upsert(Standing, rows, _STANDING_FIELDS, "claim")

    def revisions(self, assessed: Mapping[int, Assessed], written: Collection[int], changed: Collection[int]) -> None:
        """Render the bodies of claims and append a revision where one is due."""
        bodies = render_bodies(sorted(assessed), assessed)
        current = PublicBody.objects.defer("body").in_bulk(list(bodies))
        standings = Standing.objects.filter(pk__in=bodies, assessment__isnull=False)
        assessment_ids: dict[int, Any] = dict(standings.values_list("claim_id", "assessment_id"))
        rows = []
        for pk, body in bodies.items():
            digest = sha256(body).hexdigest()
            known = current.get(pk)
            differs = known is None or known.sha256 != digest
            if not differs and pk not in written and pk not in changed:
                continue
            revision = self._revision(pk, known, digest, assessment_ids[pk])
            revision.body = zlib.compress(body) if differs else None
            rows.append(revision)
            current[pk] = PublicBody(
                claim_id=pk,
                revision=revision.number,
                at=revision.at,
                sha256=digest,
                chain_sha256=revision.sha256,
                body=body.decode(),
            )
        Revision.objects.bulk_create(rows, batch_size=_BATCH)
        _upsert(
            PublicBody, [current[row.claim_id] for row in rows], ("revision", "at", "sha256", "chain_sha256", "body"), "claim"
        )
        Claim.objects.filter(pk__in=[row.claim_id for row in rows]).update(revision=F("revision") + 1)

    def _revision(self, pk: int, known: PublicBody | None, digest: str, assessment: int) -> Revision:
        at = self.change.at if known is None else max(self.change.at, known.at + timedelta(microseconds=1))
        revision = Revision(
            claim_id=pk,
            number=1 if known is None else known.revision + 1,
            at=at,
            actor=self.change.actor,
            action=self.change.action,
            reason=self.change.reason,
            assessment_id=assessment,
            body_sha256=digest,
            previous_sha256="" if known is None else known.chain_sha256,
        )
        revision.sha256 = chain_digest(revision)
        return revision


_STANDING_FIELDS = ("assessment", "status", "result_digest", "facts_digest", "policy_version", "due_at", "marked_at", "error")


def _standing_values(row: Standing) -> tuple[object, ...]:
    return tuple(getattr(row, "assessment_id" if name == "assessment" else name) for name in _STANDING_FIELDS)


def _result_digest(found: Verified, result: dict[str, Any]) -> str:
    assessed = found.assessment
    assert assessed is not None  # noqa: S101 - only claims with a result come here
    said = (assessed.status, assessed.explanation, result, assessed.findings_digest)
    return blake2b(msgspec.json.encode(said), digest_size=16).hexdigest()


def _rewritten(stored: Flag, found: RaisedFlag) -> bool:
    """Let an open flag say what is found now; tell whether that differs."""
    before = (stored.severity, stored.level, stored.reason, stored.culprits)
    stored.severity, stored.level, stored.reason = found.severity, found.level, found.reason
    stored.culprits = [list(culprit) for culprit in found.culprits]
    return before != (stored.severity, stored.level, stored.reason, stored.culprits)


def _upsert(model: Any, rows: list[Any], fields: tuple[str, ...], key: str) -> None:
    """Write whole rows by key in few statements: far cheaper than one UPDATE or CASE branch a row."""
    model.objects.bulk_create(rows, batch_size=_BATCH, update_conflicts=True, update_fields=fields, unique_fields=(key,))
