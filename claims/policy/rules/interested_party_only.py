"""Everyone on the record benefits if the claim is believed."""

from __future__ import annotations

from claims.policy.facts import AttributionFact
from claims.policy.findings import Case, Finding, Rule, source
from claims.policy.sentences import listed
from claims.vocabulary import WARNING
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where origins are on the record and each has a stake in the claim."""
    side = case.support
    if side.disinterested or not side.on_record:
        return None
    named = {case.source(row).id: case.source(row) for row in side.origins if _benefits_on_record(case, row)}
    names = listed(fact.label for fact in named.values())
    benefit = "benefits" if len(named) == 1 else "benefit"
    return Finding(
        WARNING,
        f"Everyone on the record has a stake: {names} {benefit} if it is believed.",
        tuple(source(fact) for fact in named.values()),
    )


def _benefits_on_record(case: Case, row: AttributionFact) -> bool:
    return case.source(row).identified and not row.hedge and bool(case.stakeholders(row, 1))


RULE = Rule(
    "interested_party_only",
    check,
    label=_("interested party only"),
    severity="warning",
    cleared="somebody on the record who has no stake supports it",
    example="Everyone on the record has a stake: South Korea and U.S. benefit if it is believed.",
    ask="Who else can confirm it and has no stake in it, apart from {names}?",
)
