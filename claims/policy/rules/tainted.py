"""The claim's text has changed since its attributions were recorded."""

from __future__ import annotations

from collections.abc import Set

from claims.policy.findings import Case, Culprit, Finding, Rule, attribution
from claims.policy.sentences import listed
from claims.vocabulary import RECONFIRMED, REWORDED, WARNING
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where attributions that count were recorded for another wording, and nobody has said that they hold for this one.

    A rewording names the attributions that it leaves in doubt; later ones were recorded for the current wording.
    """
    doubted = _doubted(case) if case.facts.decisions else set()
    if not doubted:
        return None
    gone = _gone(case)
    rows = [row for row in case.facts.attributions if attribution(row) in doubted and row.id not in gone]
    if not rows:
        return None
    names = listed(case.label(row) for row in rows)
    return Finding(
        WARNING,
        f"The text was changed after statements of {names} were recorded; nobody has confirmed them for the new text.",
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


def _gone(case: Case) -> Set[int | None]:
    """Return the ids of rows that no longer count: replaced, outdated withdrawn or discredited."""
    until, rows = case.clock.said_until, case.facts.attributions
    replaced = {row.supersedes for row in rows if row.said_at <= until}
    return replaced | case.counts.chains.gone | case.counts.chains.outdated


RULE = Rule(
    "tainted",
    check,
    label=_("tainted"),
    severity="warning",
    cleared="an editor reconfirms the attributions, or they no longer count",
    example="The text was changed after statements of the U.S. and rok were recorded; nobody has confirmed them for the new"
    " text.",
    ask="Does what {names} said hold for the text as it is now?",
    settles=(RECONFIRMED,),
)
