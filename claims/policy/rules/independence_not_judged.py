"""The claim is corroborated, and nobody has judged whether its origins are independent of each other."""

from __future__ import annotations

from claims.policy.findings import Case, Finding, Rule, source
from claims.policy.sentences import listed
from claims.vocabulary import CORROBORATED, INFO
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where the claim is corroborated, and no person has judged two of its origins to be independent."""
    if case.status != CORROBORATED or case.judged_pairs():
        return None
    witnesses = case.support.witnesses
    return Finding(
        INFO,
        f"Nobody has judged whether {listed(one.label for one in witnesses)} are independent of each other.",
        tuple([source(one) for one in witnesses]),
    )


RULE = Rule(
    "independence_not_judged",
    check,
    label=_("independence not judged"),
    severity="info",
    cleared="an editor judges two of its origins to be independent",
    example="Nobody has judged whether the police chief and the surgeon are independent of each other.",
    ask="Do {names} know it independently of each other?",
    judges=True,
    on_findings=True,
)
