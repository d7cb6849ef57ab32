"""Something cites what was said only later."""

from __future__ import annotations

from claims.policy.facts import AttributionFact
from claims.policy.findings import Case, Finding, Rule, attribution
from claims.vocabulary import WARNING
from factcheck.partial_dates import certainly_after


def check(case: Case) -> Finding | None:
    """Raise where a live attribution cites or copies one said later, beyond the precision of the two dates."""
    wrong = _later_upstream(case)
    if not wrong:
        return None
    reason = "; ".join(
        f"{case.label(row)} ({row.said_at}) passes on what {case.label(upstream)} said only later ({upstream.said_at})"
        for row, upstream in wrong
    )
    return Finding(WARNING, f"{reason[:1].upper()}{reason[1:]}.", tuple(attribution(row) for pair in wrong for row in pair))


def _later_upstream(case: Case) -> list[tuple[AttributionFact, AttributionFact]]:
    dated = {row.id: row for row in case.facts.attributions if row.said_at}
    if len(dated) < 2:
        return []
    until = case.clock.said_until
    return [
        (row, dated[upstream])
        for row in sorted(dated.values(), key=lambda row: row.key)
        if row.said_at <= until and (row.withdrawn_at is None or row.withdrawn_at > until)
        for upstream in (row.cites if row.copies is None else (row.copies,))
        if upstream in dated and certainly_after(dated[upstream].said_at, row.said_at)
    ]


RULE = Rule("chronology_error", check)
