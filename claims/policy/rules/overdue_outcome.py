"""A predicted event should have happened by now."""

from __future__ import annotations

from datetime import datetime, timedelta

from claims.policy.findings import Case, Finding, Rule
from claims.vocabulary import OUTCOME_LINKED, WARNING
from factcheck.dates.partial_dates import certainly_after, end, from_instant
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where the window of a prediction, and the policy's grace after it, have passed with no outcome linked."""
    ends = _ends(case)
    if ends is None or case.clock.now < ends:
        return None
    return Finding(WARNING, f"Predicted for no later than {case.facts.window_until}; no outcome is recorded.")


def due(case: Case) -> datetime | None:
    """Return when the grace ends, if it has not."""
    ends = _ends(case)
    return ends if ends is not None and case.clock.now < ends else None


def _ends(case: Case) -> datetime | None:
    """Return when the outcome is overdue; None where one is linked, and for what does not predict."""
    until = case.facts.window_until
    if not until or case.decided(OUTCOME_LINKED) or not _predicts(case):
        return None
    return end(until) + timedelta(days=case.thresholds.outcome_grace_days)


def _predicts(case: Case) -> bool:
    """Return whether it predicts: as an editor says, else where all that is said of it lies certainly before its window begins.

    What has no date was said before it was recorded. A window without a beginning must reach more than a day beyond all that is
    said: a report of the same day ("they met today") predicts nothing.
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
    ask="Did it come to pass?",
    settles=(OUTCOME_LINKED,),
)
