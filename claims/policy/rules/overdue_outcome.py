"""A predicted event should have happened by now."""

from __future__ import annotations

from datetime import datetime, timedelta

from claims.policy.findings import Case, Finding, Rule
from claims.vocabulary import OUTCOME_LINKED, WARNING
from factcheck.dates.partial_dates import end
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where the window of a prediction, and the policy's grace after it, have passed."""
    ends = _ends(case)
    if ends is None or case.clock.now < ends:
        return None
    return Finding(WARNING, f"Predicted for no later than {case.facts.window_until}; no outcome is recorded.")


def due(case: Case) -> datetime | None:
    """Return when the grace ends, if it has not."""
    ends = _ends(case)
    return ends if ends is not None and case.clock.now < ends else None


def _ends(case: Case) -> datetime | None:
    """Return when the outcome is overdue; None where one is linked, and for what was no prediction when it was first said.

    A report of the same day ("they met today") is none, so the window must reach more than a day beyond what was said.
    """
    until = case.facts.window_until
    if not until or case.decided(OUTCOME_LINKED):
        return None
    said = [end(row.said_at) for row in case.facts.attributions if row.said_at]
    if end(until) - min(said, default=case.facts.recorded_at) <= timedelta(days=1):
        return None
    return end(until) + timedelta(days=case.thresholds.outcome_grace_days)


RULE = Rule(
    "overdue_outcome",
    check,
    due,
    label=_("overdue outcome"),
    severity="warning",
    cleared="an outcome is linked, or the window is revised",
    example="Predicted for no later than 2024-05; no outcome is recorded.",
    ask="Did it come to pass?",
    settles=(OUTCOME_LINKED,),
)
