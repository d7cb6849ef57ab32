"""One voice says both yes and no."""

from __future__ import annotations

from claims.policy.facts import AttributionFact
from claims.policy.findings import Case, Finding, Rule, attribution
from claims.vocabulary import CHANGE_DECLARED, WARNING
from factcheck.partial_dates import certainly_after


def check(case: Case) -> Finding | None:
    """Raise where one voice supports and denies the whole claim at times that overlap or are unknown."""
    if not case.support.at_most or not case.denial.at_most:
        return None
    pairs = _opposed(case)
    if not pairs:
        return None
    voices = dict.fromkeys(case.label(yes) for yes, _ in pairs)
    reason = "; ".join(f"{voice} both supports and denies it, and neither is certainly the later word" for voice in voices)
    rows = dict.fromkeys(row for pair in pairs for row in pair)
    return Finding(WARNING, f"{reason[:1].upper()}{reason[1:]}.", tuple(attribution(row) for row in rows))


def _opposed(case: Case) -> list[tuple[AttributionFact, AttributionFact]]:
    return [
        (yes, no)
        for yes in (*case.support.origins, *case.support.dark)
        for no in (*case.denial.origins, *case.denial.dark)
        if case.source(yes).voice == case.source(no).voice and not _apart(yes.said_at, no.said_at)
    ]


def _apart(one: str, other: str) -> bool:
    return bool(one and other) and (certainly_after(one, other) or certainly_after(other, one))


RULE = Rule("self_contradicting", check, ask="Which is the last word of {first}?", settles=(CHANGE_DECLARED,))
