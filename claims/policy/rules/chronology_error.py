"""Something cites what was said only later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from claims.policy.facts import AttributionFact
from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.sentences import capitalised, clauses
from claims.vocabulary import WARNING
from factcheck.dates.partial_dates import certainly_after
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where a live attribution cites or copies one said later, beyond the precision of the two dates."""
    wrong = _later_upstream(case)
    if not wrong:
        return None
    reason = clauses(
        f"{case.label(row)} ({row.said_at}) passes on what {case.label(upstream)} said only later ({upstream.said_at})"
        for row, upstream in wrong
    )
    rows = dict.fromkeys(row for pair in wrong for row in pair)
    return Finding(WARNING, f"{capitalised(reason)}.", tuple([attribution(row) for row in rows]))


def _later_upstream(case: Case) -> list[tuple[AttributionFact, AttributionFact]]:
    rows = {row.id: row for row in case.facts.attributions}
    wrong = [
        (row, upstream)
        for row in case.facts.attributions
        if row.said_at and (row.cites or row.copies is not None)
        for upstream in _passed_on(row, rows)
        if certainly_after(upstream.said_at, row.said_at)
    ]
    if not wrong:
        return []
    standing = _standing(case)
    return sorted((pair for pair in wrong if pair[0].id in standing), key=lambda pair: (pair[0].key, pair[1].key))


def _standing(case: Case) -> set[int]:
    until = case.clock.said_until
    replaced = {row.supersedes for row in case.facts.attributions if row.supersedes is not None and row.said_at <= until}
    taken_back = {row.id for row in case.counts.chains.withdrawn}
    return {row.id for row in case.facts.attributions if row.said_at <= until} - replaced - taken_back


def _passed_on(row: AttributionFact, rows: Mapping[int, AttributionFact]) -> Iterable[AttributionFact]:
    upstream = row.cites if row.copies is None else (row.copies,)
    return (rows[pk] for pk in upstream if pk in rows and rows[pk].said_at)


RULE = Rule(
    "chronology_error",
    check,
    label=_("chronology error"),
    severity="warning",
    cleared="the dates or the link are corrected",
    example="The Paper (2024-06-08) passes on what the U.S. said only later (2024-06-10).",
    ask="Which date is wrong, or which link: {names}?",
)
