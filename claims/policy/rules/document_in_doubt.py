"""A publisher expressed concern about a document, without correcting or retracting it."""

from __future__ import annotations

from claims.policy.facts import AttributionFact
from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.sentences import listed
from claims.vocabulary import INFO, REVIEWED
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where a live attribution rests on a document about which its publisher expressed concern. No count changes.

    An editor's review settles it as long as the findings remain those that were reviewed, and no other concern is recorded.
    """
    doubted = [row for row in case.facts.attributions if row.doubted_at is not None]
    if not doubted:
        return None
    rows = case.live(doubted)
    culprits = tuple([attribution(row) for row in rows])
    if not rows or _reviewed(case, rows):
        return None
    names = listed(dict.fromkeys(case.label(row) for row in rows))
    return Finding(INFO, f"Its publisher expressed concern about what we have of {names}.", culprits)


def _reviewed(case: Case, rows: list[AttributionFact]) -> bool:
    last = max(row.doubted_at for row in rows if row.doubted_at is not None)
    culprits = {attribution(row) for row in rows}
    return any(
        made.findings == case.findings and made.recorded_at >= last and set(made.about) >= culprits
        for made in case.decided(REVIEWED)
    )


RULE = Rule(
    "document_in_doubt",
    check,
    label=_("document in doubt"),
    severity="info",
    cleared="the concern is lifted, the document is retracted, or an editor reviews what rests on it; it is raised again when"
    " the findings change or another concern is recorded",
    example="Its publisher expressed concern about what we have of The Police Chief.",
    ask="Does what {names} said hold without the document that its publisher doubts?",
    settles=(REVIEWED,),
    on_findings=True,
)
