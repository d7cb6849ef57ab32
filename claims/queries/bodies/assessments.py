"""From an assessment to the part of a public body that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from claims.policy.assess import Assessment, implied_by
from claims.policy.origins.independence import Side
from claims.published import (
    PublicAssessment,
    PublicFlag,
    PublicSide,
)


def public_side(side: Side) -> PublicSide:
    """Return the counts of a side in the public shape."""
    return PublicSide(
        at_least=side.at_least,
        at_most=side.at_most,
        open=side.open,
        on_record=side.on_record,
        disinterested=side.disinterested,
        routes=side.routes,
        gateways=tuple(source.key for source in side.gateways),
        witnesses=tuple(source.key for source in side.witnesses),
        exact=side.exact,
    )


def stored_flags(result: Mapping[str, Any]) -> tuple[PublicFlag, ...]:
    """Return the flags of the stored result of an assessment in the public shape."""
    flags = msgspec.convert(result["flags"], tuple[PublicFlag, ...])
    raised = [flag.code for flag in flags]
    return tuple(msgspec.structs.replace(flag, implied_by=implied_by(flag.code, raised)) for flag in flags)


def public_flags(assessment: Assessment) -> tuple[PublicFlag, ...]:
    """Return the flags of an assessment in the public shape."""
    raised = [flag.code for flag in assessment.flags]
    return tuple(
        PublicFlag(
            code=flag.code,
            severity=flag.severity,
            reason=flag.reason,
            level=flag.level,
            implied_by=implied_by(flag.code, raised),
        )
        for flag in assessment.flags
    )


def public_assessment(assessment: Assessment) -> PublicAssessment:
    """Return what verification found in the public shape."""
    return PublicAssessment(
        status=assessment.status,
        explanation=assessment.explanation,
        flags=public_flags(assessment),
        support=public_side(assessment.support),
        denial=public_side(assessment.denial),
        superseded_by=assessment.superseded_by,
    )
