"""The desk's two-source rule is not met."""

from __future__ import annotations

from claims.policy.findings import Case, Finding, Rule
from claims.policy.sentences import counted, few
from claims.vocabulary import WARNING
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where independent on-record routes, or those from disinterested sources, are fewer than the policy requires.

    A verdict published on these findings replaces them.
    """
    side, needs = case.support, case.thresholds
    if side.on_record >= needs.min_on_record and side.disinterested >= needs.min_disinterested:
        return None
    if case.verdict_findings() == case.findings:
        return None
    least = "at least " if side.on_record and not side.exact else ""
    have = f"{least}{counted(side.on_record, 'independent on-record route')}"
    free = few(side.disinterested) if side.disinterested else "none"
    stakes = f", {free} {_disinterested(side.disinterested)}" if side.on_record else ""
    return Finding(
        WARNING,
        f"{have[:1].upper()}{have[1:]}{stakes}; the policy requires {few(needs.min_on_record)},"
        f" {few(needs.min_disinterested)} {_disinterested(needs.min_disinterested)}.",
    )


def _disinterested(number: int) -> str:
    return "from a disinterested source" if number == 1 else "from disinterested sources"


RULE = Rule(
    "unverified",
    check,
    label=_("unverified"),
    severity="warning",
    cleared="the policy's numbers are met, or a verdict is published on these findings",
    example="No independent on-record routes; the policy requires two, one from a disinterested source.",
    ask="Who else can confirm it on the record?",
    on_findings=True,
)
