"""An origin counts only on the desk's own word."""

from __future__ import annotations

from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.sentences import listed
from claims.vocabulary import INFO
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where an origin of either side counts as held although the desk has no document of it."""
    undocumented = case.counts.chains.undocumented
    if not undocumented:
        return None
    rows = [row for row in (*case.support.origins, *case.denial.origins) if row.id in undocumented]
    if not rows:
        return None
    names = listed(case.label(row) for row in rows)
    return Finding(INFO, f"We hold no document of what {names} said or showed.", tuple(attribution(row) for row in rows))


RULE = Rule(
    "undocumented",
    check,
    label=_("undocumented"),
    severity="info",
    cleared="a document of it, or of a copy of it, is recorded",
    example="We hold no document of what U.S. said or showed.",
    ask="Where did {names} say or show it, and can we keep the document?",
)
