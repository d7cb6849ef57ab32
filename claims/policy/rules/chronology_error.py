"""An attribution cites something that was said later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from claims.policy.facts import AttributionFact
from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.sentences import capitalised, clauses
from claims.vocabulary import WARNING
from factcheck.dates.partial_dates import certainly_after
from factcheck.words import gettext_noop as _

_Wrong = tuple[AttributionFact, AttributionFact, str]


def check(case: Case) -> Finding | None:
    """Raise where a live attribution cites or copies one said later, or its document one said after it was published."""
    wrong = _wrong(case)
    if not wrong:
        return None
    reason = clauses(_clause(case, *each) for each in wrong)
    rows = dict.fromkeys(row for first, upstream, _ in wrong for row in (first, upstream))
    return Finding(WARNING, f"{capitalised(reason)}.", tuple([attribution(row) for row in rows]))


def _clause(case: Case, row: AttributionFact, upstream: AttributionFact, date: str) -> str:
    who = case.label(row) if date == row.said_at else f"the document of {case.label(row)}"
    said = f"what {case.label(upstream)} said only later ({upstream.said_at})"
    return f"{who} ({date}) passes on {said}" if row is not upstream else f"{who} ({date}) holds {said}"


def _wrong(case: Case) -> list[_Wrong]:
    """Return the live rows with what they, or their documents, cannot have known, and the date that shows it."""
    dated = [
        row
        for row in case.facts.attributions
        if ((row.said_at or row.published_at) and (row.cites or row.copies is not None)) or row.said_at > row.published_at > ""
    ]
    if not dated:
        return []
    rows = {row.id: row for row in case.facts.attributions}
    wrong = [found for row in dated for found in _of(row, rows)]
    if not wrong:
        return []
    live = _live(case)
    return sorted((one for one in wrong if one[0].id in live), key=lambda one: (one[0].key, one[1].key, one[2]))


def _of(row: AttributionFact, rows: Mapping[int, AttributionFact]) -> Iterator[_Wrong]:
    for upstream in _passed_on(row, rows):
        if row.said_at and certainly_after(upstream.said_at, row.said_at):
            yield row, upstream, row.said_at
        elif row.published_at and certainly_after(upstream.said_at, row.published_at):
            yield row, upstream, row.published_at
    if row.said_at and row.published_at and certainly_after(row.said_at, row.published_at):
        yield row, row, row.published_at


def _live(case: Case) -> set[int]:
    until = case.clock.said_until
    replaced = {row.supersedes for row in case.facts.attributions if row.supersedes is not None and row.said_at <= until}
    return {row.id for row in case.facts.attributions if row.said_at <= until} - replaced - case.counts.chains.gone


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
