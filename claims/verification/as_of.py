"""What the record held about a claim: as a revision showed it, or computed again from what was said by a time."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from claims.models import Claim, Revision
from claims.models.as_of import ClaimAsOf
from claims.policy.assess import RaisedFlag, assess, policy_version
from claims.policy.facts import Clock
from claims.published import PublicSide
from claims.queries.bodies.assessments import public_side
from claims.queries.facts.past import load_facts_as_of
from claims.queries.policy.versions import thresholds
from factcheck.dates.desk_days import last_minute
from factcheck.dates.partial_dates import parse

_FOREVER = datetime.max.replace(tzinfo=UTC)


def claim_as_of(claim: Claim, *, recorded: datetime | None = None, said: str = "") -> ClaimAsOf:
    """Return what the record held about a claim at ``recorded`` (None: now), of what was said by ``said`` if given.

    ``said`` is a partial date of the desk's calendar; its end counts. Without it the result is what was shown then. With it the
    claim is assessed again at ``recorded`` (None: the time of its last revision), with the thresholds that its result then was
    made with.

    Of a deleted claim, only who changed it, when and how is left; the body of its last revision says that it was deleted.

    Raises: PartialDateError if ``said`` is not a date.
    """
    revisions = Revision.objects.filter(claim=claim, at__lte=recorded or _FOREVER).select_related("assessment")
    revision = revisions.order_by("-number").first()
    if revision is None:
        return ClaimAsOf(claim.key, recorded, said_until=last_minute(parse(said)) if said else "")
    if claim.removed_at is not None:
        return _written(revision, ClaimAsOf(claim.key, recorded))
    held = _as_shown(revision, ClaimAsOf(claim.key, recorded))
    return _as_said(revision, held, last_minute(parse(said))) if said else held


def _written(revision: Revision, held: ClaimAsOf) -> ClaimAsOf:
    """Return who did what then, when and why: all that is left of a deleted claim."""
    return held._replace(
        revision=revision.number,
        at=revision.at,
        actor=revision.actor,
        action=revision.action,
        reason=revision.reason_shown,
        body=revision.body_text().encode(),
    )


def _as_shown(revision: Revision, held: ClaimAsOf) -> ClaimAsOf:
    assessment = revision.assessment
    return _written(revision, held)._replace(
        policy_version=assessment.policy_version,
        status=assessment.status,
        explanation=assessment.explanation,
        support=msgspec.convert(assessment.result["support"], PublicSide),
        denial=msgspec.convert(assessment.result["denial"], PublicSide),
        flags=tuple(
            RaisedFlag(
                flag["code"],
                flag["severity"],
                flag["reason"],
                tuple((kind, key) for kind, key in flag["culprits"]),
                flag.get("level", ""),
            )
            for flag in assessment.result["flags"]
        ),
    )


def _as_said(revision: Revision, held: ClaimAsOf, said_until: str) -> ClaimAsOf:
    # A policy version is that of the rules, “+”, and that of the desk's policy.
    assessment, policy = revision.assessment, thresholds(int(revision.assessment.policy_version.rpartition("+")[2]))
    until = held.recorded or _FOREVER
    # Changes of sources have their own times, which may be later than the claim's where a clock was set back.
    sources_at = max(until, assessment.sources_at or until)
    facts, directory = load_facts_as_of([revision.claim_id], until, said_until, sources_at=sources_at)
    found = assess(facts[revision.claim_id], directory, policy, Clock(held.recorded or revision.at, said_until))
    return held._replace(
        said_until=said_until,
        policy_version=policy_version(policy),
        status=found.status,
        explanation=found.explanation,
        support=public_side(found.support),
        denial=public_side(found.denial),
        flags=found.flags,
        recomputed=True,
    )
