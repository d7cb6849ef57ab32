"""A predicted event should have happened by now."""

from __future__ import annotations

from datetime import datetime, timedelta

from claims.policy.findings import Case, Finding, Rule
from claims.vocabulary import OUTCOME_LINKED, WARNING
from factcheck.dates.partial_dates import certainly_after, end, from_instant
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where the window of a prediction, and the policy's days of grace after it, have passed and no outcome is linked."""
    ends = _ends(case)
    if ends is None or case.clock.now < ends:
        return None
    return Finding(WARNING, f"Predicted for no later than {case.facts.window_until}; no outcome is recorded.")


def due(case: Case) -> datetime | None:
    """Return when the days of grace end, if they have not ended."""
    ends = _ends(case)
    return ends if ends is not None and case.clock.now < ends else None


def _ends(case: Case) -> datetime | None:
    """Return when the outcome is overdue; None if one is linked, or if the claim does not predict."""
    until = case.facts.window_until
    if not until or case.decided(OUTCOME_LINKED) or not _predicts(case):
        return None
    return end(until) + timedelta(days=case.thresholds.outcome_grace_days)


def _predicts(case: Case) -> bool:
    """Return whether it predicts: an editor's word, or else whether all statements certainly precede its window.

    A statement without a date was made before it was recorded. A window without a beginning must end more than a day after all
    statements: a report of the same day ("they met today") is no prediction.
    """
    facts = case.facts
    if facts.predicts is not None:
        return facts.predicts
    said = {row.said_at or row.recorded_at for row in facts.attributions} - {""} or {from_instant(facts.recorded_at)}
    if facts.window_from:
        return all(certainly_after(facts.window_from, date) for date in said)
    return end(facts.window_until) - max(map(end, said)) > timedelta(days=1)


RULE = Rule(
    "overdue_outcome",
    check,
    due,
    label=_("overdue outcome"),
    severity="warning",
    cleared="an outcome is linked, the window is revised, or an editor says that it does not predict",
    example="Predicted for no later than 2024-05; no outcome is recorded.",
    ask="Did it happen?",
    settles=(OUTCOME_LINKED,),
)
