"""An assessment in the public shape."""

from __future__ import annotations

from datetime import datetime

import msgspec

from claims.models import Claim, PublicBody
from claims.policy.assess import Assessment
from claims.published import PublicAssessment, PublicClaim
from claims.queries.bodies.assessments import public_assessment, public_flags
from claims.queries.policy.versions import thresholds
from claims.verification import clock_at, evaluate


def found(claim: Claim, now: datetime) -> Assessment:
    assessment = evaluate([claim.pk], clock_at(now), thresholds())[claim.pk].assessment
    assert assessment is not None
    return assessment


def test_the_public_body_shows_each_part_of_it_and_sources_by_their_keys(arms: Claim, now: datetime) -> None:
    shown = public_assessment(found(arms, now))

    body = msgspec.json.decode(PublicBody.objects.get(claim=arms).body, type=PublicClaim)
    parts = [field.name for field in msgspec.structs.fields(PublicAssessment)]
    assert [getattr(shown, name) for name in parts] == [getattr(body, name) for name in parts]
    assert (shown.support.gateways, shown.support.open) == (("bloomberg",), True)


def test_a_flag_is_published_without_the_records_that_it_rests_on(arms: Claim, now: datetime) -> None:
    contested = next(flag for flag in public_flags(found(arms, now)) if flag.code == "contested")

    assert msgspec.structs.asdict(contested).keys() == {"code", "severity", "reason", "level", "implied_by"}
    assert (contested.severity, contested.level) == ("critical", "party")
