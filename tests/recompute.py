"""Whether what is stored of every claim equals a fresh recomputation from its records."""

from __future__ import annotations

import json
from datetime import datetime

from claims.models import Claim, Flag, OutsideView, PublicBody, Revision, Standing
from claims.queries.bodies.assessments import public_assessment
from claims.queries.bodies.rendering import render_bodies
from claims.queries.integrity import broken_rules
from claims.queries.policy.versions import thresholds
from claims.revision_chain import BODY, commitment
from claims.verification import clock_at, evaluate
from claims.verification.storage.outside_views import rows_of
from claims.verification.storage.storing import result_of


def assert_stored_equals_fresh(now: datetime) -> None:
    """Compare status, result, flags, public body and revision chain of every claim with what its records give at ``now``."""
    ids = list(Claim.objects.order_by("id").values_list("id", flat=True))
    fresh = evaluate(ids, clock_at(now), thresholds())
    assessed = {pk: found.assessment for pk, found in fresh.items() if found.assessment}
    outside = {pk: row[-1] for pk, row in rows_of(fresh).items()}
    assert dict(OutsideView.objects.values_list("claim_id", "digest")) == outside
    bodies = render_bodies(ids, {pk: public_assessment(found) for pk, found in assessed.items()})
    for pk, found in assessed.items():
        standing = Standing.objects.select_related("assessment").get(pk=pk)
        assert (standing.status, standing.assessment.result) == (found.status, json.loads(result_of(found)))
        assert standing.assessment.explanation == found.explanation
        assert standing.assessment.findings_digest == found.findings_digest
        stored = Flag.objects.filter(claim=pk, cleared_at=None).order_by("code").values_list("code", "severity", "reason")
        assert list(stored) == sorted((flag.code, flag.severity, flag.reason) for flag in found.flags)
        public = PublicBody.objects.get(pk=pk)
        assert public.body.encode() == bodies[pk]
        last = Revision.objects.filter(claim=pk).order_by("-number").first()
        assert last is not None
        assert last.body_text().encode() == bodies[pk]
        assert public.sha256 == last.body_sha256 == commitment(last.salt, BODY, bodies[pk])
        assert (last.number, last.assessment_id) == (public.revision, standing.assessment_id)
    assert list(broken_rules()) == []
