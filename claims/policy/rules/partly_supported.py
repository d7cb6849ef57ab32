"""Someone supports part of the claim, and nobody supports the whole."""

from __future__ import annotations

from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.sentences import listed
from claims.vocabulary import INFO
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where only partial support is live."""
    side = case.support
    if side.at_most or not side.partial:
        return None
    names = listed(case.label(row) for row in side.partial)
    return Finding(INFO, f"Only part of the claim is supported, by {names}.", tuple(attribution(row) for row in side.partial))


RULE = Rule(
    "partly_supported",
    check,
    label=_("partly supported"),
    severity="info",
    cleared="somebody supports the whole",
    example="Only part of the claim is supported, by Ambassador Matsegora.",
    ask="Who supports all of it, not only the part that {names} reported?",
)
