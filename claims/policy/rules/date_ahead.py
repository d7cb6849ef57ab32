"""Something is dated later than it was recorded."""

from __future__ import annotations

from collections.abc import Iterator

from claims.policy.facts import AttributionFact
from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.sentences import capitalised, clauses
from claims.vocabulary import WARNING
from factcheck.dates.partial_dates import certainly_after
from factcheck.words import gettext_noop as _

_DAY = len("2024-06-10")


def check(case: Case) -> Finding | None:
    """Raise where the date of a statement, or of the document that it is in, is later than its recording.

    A statement dated ahead counts from that date on, which is seldom intended: usually the year is mistyped.
    """
    later = [row for row in case.facts.attributions if row.said_at > row.recorded_at or row.published_at > row.recorded_at]
    wrong = {row: said for row in later if (said := list(_ahead(case, row)))} if later else {}
    if not wrong:
        return None
    replaced = {row.supersedes for row in case.facts.attributions} | case.counts.chains.gone
    rows = sorted((row for row in wrong if row.id not in replaced), key=lambda row: row.key)
    if not rows:
        return None
    reason = clauses(said for row in rows for said in wrong[row])
    return Finding(WARNING, f"{capitalised(reason)}.", tuple([attribution(row) for row in rows]))


def _ahead(case: Case, row: AttributionFact) -> Iterator[str]:
    if not row.recorded_at:
        return
    recorded = row.recorded_at[:_DAY]
    if row.said_at and certainly_after(row.said_at, row.recorded_at):
        yield f"what {case.label(row)} said is dated {row.said_at}, and was recorded before ({recorded})"
    if row.published_at and certainly_after(row.published_at, row.recorded_at):
        yield f"the document of {case.label(row)} is dated {row.published_at}, and was recorded before ({recorded})"


RULE = Rule(
    "date_ahead",
    check,
    label=_("date ahead"),
    severity="warning",
    cleared="the date is corrected",
    example="What the Paper said is dated 2042-06-10, and was recorded before (2024-06-12).",
    ask="Is the date right: {names}?",
)
