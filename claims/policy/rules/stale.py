"""Nothing new was recorded for the shelf life of a claim."""

from __future__ import annotations

from datetime import datetime, timedelta

from claims.policy.findings import Case, Finding, Rule
from claims.policy.sentences import counted
from claims.vocabulary import INFO, REAFFIRMED
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where nothing was recorded for the claim, and nobody reaffirmed it, during the policy's shelf life."""
    if case.clock.now < _ends(case):
        return None
    since = _last(case).date().isoformat()
    return Finding(INFO, f"Nothing new since {since}; the shelf life is {counted(case.thresholds.shelf_life_days, 'day')}.")


def due(case: Case) -> datetime | None:
    """Return when the shelf life ends, if it has not ended."""
    ends = _ends(case)
    return ends if case.clock.now < ends else None


def _ends(case: Case) -> datetime:
    return _last(case) + timedelta(days=case.thresholds.shelf_life_days)


def _last(case: Case) -> datetime:
    if not case.facts.decisions:
        return case.facts.last_recorded_at
    return max([case.facts.last_recorded_at, *(by.recorded_at for by in case.decided(REAFFIRMED))])


RULE = Rule(
    "stale",
    check,
    due,
    label=_("stale"),
    severity="info",
    cleared="something new is recorded, or an editor reaffirms the claim",
    example="Nothing new since 2024-03-04; the shelf life is 90 days.",
    ask="Does it still hold?",
    settles=(REAFFIRMED,),
)
