"""The desk's two-source rule is not met."""

from __future__ import annotations

from claims.policy.findings import Case, Finding, Rule
from claims.policy.sentences import counted, few
from claims.vocabulary import WARNING


def check(case: Case) -> Finding | None:
    """Raise where independent origins on the record, or those of them without a stake, are fewer than the policy asks.

    A verdict that was published on these findings stands in for them.
    """
    side, needs = case.support, case.thresholds
    if side.on_record >= needs.min_on_record and side.disinterested >= needs.min_disinterested:
        return None
    if case.verdict_findings() == case.findings:
        return None
    least = "at least " if side.on_record and not side.exact else ""
    have = f"{least}{counted(side.on_record, 'independent origin')} on the record"
    free = few(side.disinterested) if side.disinterested else "none"
    stakes = f", {free} without a stake" if side.on_record else ""
    return Finding(
        WARNING,
        f"{have[:1].upper()}{have[1:]}{stakes}; the desk asks for {few(needs.min_on_record)},"
        f" {few(needs.min_disinterested)} without a stake.",
    )


RULE = Rule("unverified", check, ask="Who else can confirm it on the record?", on_findings=True)
