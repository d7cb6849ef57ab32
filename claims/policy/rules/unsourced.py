"""Nobody supports the claim, not even part of it."""

from __future__ import annotations

from claims.policy.findings import Case, Finding, Rule
from claims.vocabulary import WARNING
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where support has no origin, asserted or named, and no partial support."""
    if case.support.at_most or case.support.partial:
        return None
    return Finding(WARNING, "No current source supports this claim, in whole or in part.")


RULE = Rule(
    "unsourced",
    check,
    label=_("unsourced"),
    severity="warning",
    cleared="somebody supports it, in whole or in part",
    example="No current source supports this claim, in whole or in part.",
    ask="Who says so?",
)
