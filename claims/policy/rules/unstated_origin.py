"""The claim is asserted, but nobody is named as its origin."""

from __future__ import annotations

from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.sentences import listed
from claims.vocabulary import WARNING
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where outlets assert the claim in their own voice and it has no origin."""
    side = case.support
    if side.at_least or not side.at_most or side.closed:
        return None
    names = listed(case.label(row) for row in side.dark)
    return Finding(WARNING, f"Asserted by {names} without naming a source.", tuple(attribution(row) for row in side.dark))


RULE = Rule(
    "unstated_origin",
    check,
    label=_("unstated origin"),
    severity="warning",
    cleared="an origin is named",
    example="Asserted by Bloomberg News without naming a source.",
    ask="Who told {names}?",
    implies=("unverified",),
)
