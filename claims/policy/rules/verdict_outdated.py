"""The findings have changed since the published verdict was made."""

from __future__ import annotations

from claims.policy.findings import Case, Finding, Rule
from claims.vocabulary import CRITICAL, VERDICT_CONFIRMED, VERDICT_WITHDRAWN
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where status, counts, witnesses or deniers changed since the verdict was published or last confirmed."""
    bound = case.verdict_findings()
    if bound is None or bound == case.findings:
        return None
    return Finding(CRITICAL, "The findings have changed since the verdict was published.")


RULE = Rule(
    "verdict_outdated",
    check,
    label=_("verdict outdated"),
    severity="critical",
    cleared="the verdict is confirmed on what is found now, replaced or withdrawn",
    example="The findings have changed since the verdict was published.",
    ask="Does the published verdict hold on what is known now?",
    settles=(VERDICT_CONFIRMED, VERDICT_WITHDRAWN),
    on_findings=True,
)
