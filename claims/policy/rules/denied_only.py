"""The claim is denied, but nobody supports it."""

from __future__ import annotations

from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.sentences import listed
from claims.vocabulary import WARNING
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where the claim is denied and has no support at all."""
    if not case.denial.at_most or case.support.at_most or case.support.partial:
        return None
    rows = (*case.denial.origins, *case.denial.dark)
    who = listed(case.label(row) for row in rows) or "a closed circle of citations"
    return Finding(WARNING, f"Denied by {who}; no current source supports it.", tuple(attribution(row) for row in rows))


RULE = Rule(
    "denied_only",
    check,
    label=_("denied only"),
    severity="warning",
    cleared="support is recorded",
    example="Denied by Moscow; no current source supports it.",
    ask="Who said so in the first place?",
    implies=("unsourced",),
)
