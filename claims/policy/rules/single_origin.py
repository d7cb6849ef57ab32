"""Everything goes back to one origin."""

from __future__ import annotations

from claims.policy.findings import Case, Finding, Rule, attribution, source
from claims.vocabulary import WARNING
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where the claim has exactly one origin."""
    side = case.support
    if not (side.at_least == side.at_most == 1) or side.open:
        return None
    origin = side.witnesses[0]
    return Finding(WARNING, f"One origin: {origin.label}.", (source(origin), *[attribution(row) for row in side.origins]))


RULE = Rule(
    "single_origin",
    check,
    label=_("single origin"),
    severity="warning",
    cleared="a second origin is possible",
    example="One origin: the police chief.",
    ask="Who else knows it, independently of {first}?",
    implies=("unverified",),
)
