"""What looks like several origins may be one."""

from __future__ import annotations

from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.sentences import listed
from claims.vocabulary import INFO


def check(case: Case) -> Finding | None:
    """Raise where one origin is certain and more are possible."""
    side = case.support
    if side.at_least != 1 or (side.at_most == 1 and not side.open):
        return None
    names = listed(case.label(row) for row in (*side.origins, *side.dark))
    most = f"{side.at_most} or more" if side.open else str(side.at_most)
    return Finding(
        INFO,
        f"Only one origin is certain among {names}; at most {most}.",
        tuple(attribution(row) for row in (*side.origins, *side.dark)),
    )


RULE = Rule("possibly_single_origin", check, ask="Do {names} know it each by themselves?", judges=True)
