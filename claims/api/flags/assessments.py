"""The assessments of a claim: each result of its verification that differed from the one before."""

from __future__ import annotations

from datetime import datetime

import msgspec
from django.http import HttpResponse
from rest_framework.request import Request

from claims.api.claims.read import ClaimsView, reads
from claims.published import PublicSide
from claims.queries.claims import parts
from claims.queries.claims.admin_lists import sides_of
from factcheck.api.describing import INSTANT, Parameter
from factcheck.api.paging import LIMIT, limit_of, page
from factcheck.api.parameters import instant


class AssessmentLine(msgspec.Struct, frozen=True, kw_only=True):
    """A result that differed from the one before: status, counts, and what it was computed from."""

    at: datetime
    now: datetime
    said_until: str
    status: str
    explanation: str
    support: PublicSide
    denial: PublicSide
    flags: tuple[str, ...]
    policy_version: str
    facts_digest: str
    findings_digest: str
    due_at: datetime | None


class AssessmentPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of assessments, newest first."""

    assessments: tuple[AssessmentLine, ...]
    next: str | None


class AssessmentList(ClaimsView):
    """``GET /claims/KEY/assessments/``: each result of its verification that differed from the one before."""

    ops = {
        "GET": reads(
            "list_assessments",
            "The assessments of a claim, one for each changed result; newest first.",
            "claims.view_assessment",
            parameters=LIMIT | {"before": Parameter("Only assessments before this date-time.", INSTANT)},
            gives=AssessmentPage,
            problems=("gone",),
        )
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        head, limit = self.found(key), limit_of(request)
        rows = parts.assessments_of(head.id, instant(request.query_params, "before"), limit + 1)
        return page(
            request, "assessments", [_assessment(row) for row in rows], limit, "before", lambda line: line.at.isoformat()
        )


def _assessment(row: parts.Row) -> AssessmentLine:
    result = row.pop("result")
    sides = sides_of(result)
    if sides is None:
        raise ValueError(f"the assessment of {row['at']} has no result")
    codes = tuple(flag["code"] for flag in result["flags"])
    return AssessmentLine(**row, support=sides[0], denial=sides[1], flags=codes)
