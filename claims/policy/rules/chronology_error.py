"""Something cites what was said only later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

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
    return [
        (row, upstream)
        for row in _standing(case, dated.values())
        for upstream in _passed_on(row, dated)
        if certainly_after(upstream.said_at, row.said_at)
    ]


def _standing(case: Case, rows: Iterable[AttributionFact]) -> list[AttributionFact]:
    until = case.clock.said_until
    replaced = {row.supersedes for row in case.facts.attributions if row.supersedes is not None and row.said_at <= until}
    taken_back = {row.id for row in case.counts.chains.withdrawn}
    standing = [row for row in rows if row.said_at <= until and row.id not in replaced and row.id not in taken_back]
    return sorted(standing, key=lambda row: row.key)


def _passed_on(row: AttributionFact, dated: Mapping[int, AttributionFact]) -> list[AttributionFact]:
    upstream = row.cites if row.copies is None else (row.copies,)
    return sorted((dated[pk] for pk in upstream if pk in dated), key=lambda row: row.key)


RULE = Rule("chronology_error", check)
