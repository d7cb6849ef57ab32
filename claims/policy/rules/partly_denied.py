"""Part of the claim is denied, and nobody denies the whole."""

from __future__ import annotations

from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.sentences import listed
from claims.vocabulary import INFO
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where only partial denials are live."""
    side = case.denial
    if side.at_most or not side.partial:
        return None
    names = listed(case.label(row) for row in side.partial)
    return Finding(INFO, f"Part of the claim is denied, by {names}.", tuple(attribution(row) for row in side.partial))


RULE = Rule(
    "partly_denied",
    check,
    label=_("partly denied"),
    severity="info",
    cleared="the denials are withdrawn, or somebody denies the whole",
    example="Part of the claim is denied, by Moscow.",
    ask="Which part of it was denied by {names}, and does the rest hold as a claim of its own?",
)
