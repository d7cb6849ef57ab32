"""The last change in the findings of a claim, for the card of its flags."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from claims.models import Assessment
from claims.published import PublicSide
from claims.queries.claims.admin_lists import ClaimPanel, assessment_before, sides_of
from claims.runs.report import interval, proven
from sources.admin.display import tag


def last_change(panel: ClaimPanel) -> dict[str, Any] | None:
    """Return when and how the findings last changed, or None if they never did."""
    after = panel.standing.assessment if panel.standing else None
    before = assessment_before(after) if after else None
    if after is None or before is None:
        return None
    old, new = _flags(before), _flags(after)
    return {
        "at": after.at,
        "status": (tag(before.status, before.status), tag(after.status, after.status))
        if before.status != after.status
        else None,
        "counts": _counts(before, after),
        "raised": [tag(code, severity) for code, severity in new.items() if code not in old],
        "cleared": [tag(code, severity) for code, severity in old.items() if code not in new],
    }


def _flags(assessment: Assessment) -> dict[str, str]:
    return {flag["code"]: flag["severity"] for flag in assessment.result["flags"]}


def _counts(before: Assessment, after: Assessment) -> list[tuple[str, str, str, str]]:
    """Return the counts that differ: the side, the name, the old and the new value."""
    was, now = sides_of(before.result), sides_of(after.result)
    if was is None or now is None:
        return []
    sides = zip((_("Support"), _("Denial")), was, now, strict=True)
    return [(title, name, old, new) for title, a, b in sides for name, old, new in _pairs(a, b) if old != new]


def _pairs(was: PublicSide, now: PublicSide) -> list[tuple[str, str, str]]:
    return [
        (_("independent origins"), interval(was), interval(now)),
        (_("independent on-record routes"), proven(was, was.on_record), proven(now, now.on_record)),
        (_("from disinterested sources"), proven(was, was.disinterested), proven(now, now.disinterested)),
        (_("separate routes to us"), proven(was, was.routes), proven(now, now.routes)),
    ]
