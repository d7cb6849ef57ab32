"""The claim says something else now than when its attributions were recorded."""

from __future__ import annotations

from claims.policy.facts import AttributionFact
from claims.policy.findings import Case, Culprit, Finding, Rule, attribution
from claims.policy.sentences import listed
from claims.vocabulary import RECONFIRMED, REWORDED, WARNING


def check(case: Case) -> Finding | None:
    """Raise where attributions that count were recorded for another wording, and nobody has said that they hold for this one.

    A rewording names the attributions that it leaves in doubt; those recorded later are about the words as they are.
    """
    doubted = _doubted(case) if case.facts.decisions else set()
    rows = [row for row in case.facts.attributions if attribution(row) in doubted and _counts(row, case)] if doubted else []
    if not rows:
        return None
    names = listed(case.label(row) for row in rows)
    return Finding(
        WARNING,
        f"The text was changed after {names} had been recorded for it; nobody has said that they hold for it as it is now.",
        tuple([attribution(row) for row in rows]),
    )


def _doubted(case: Case) -> set[Culprit]:
    doubted: set[Culprit] = set()
    for decision in case.decided(REWORDED, RECONFIRMED):
        if decision.kind == REWORDED:
            doubted.update(decision.about)
        else:
            doubted.difference_update(decision.about)
    return doubted


def _counts(row: AttributionFact, case: Case) -> bool:
    until = case.clock.said_until
    replaced = {other.supersedes for other in case.facts.attributions if other.said_at <= until}
    stands = row.id not in replaced and row.id not in case.counts.chains.outdated
    return stands and (row.withdrawn_at is None or row.withdrawn_at > until)


RULE = Rule("tainted", check, ask="Does what {names} said hold for the text as it is now?", settles=(RECONFIRMED,))
