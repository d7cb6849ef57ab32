"""Several outlets seem to confirm a claim that goes back to one origin."""

from __future__ import annotations

from claims.policy.facts import AttributionFact
from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.origins.chains import leading_to
from claims.policy.sentences import capitalised, few, listed
from claims.vocabulary import CRITICAL
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where held rows of two or more families (copies merged) lead to the support, yet it has at most one origin."""
    side = case.support
    if side.at_most != 1 or side.open:
        return None
    held = case.counts.chains.held
    if len(held) < 2:
        return None
    rows = _held_rows_with_support(case)
    families = {case.source(row).family for row in rows}
    if len(families) < 2:
        return None
    names = list(dict.fromkeys(case.label(row) for row in rows))
    seem = f"{listed(names)} {case.agree(rows, 'looks', 'look')} like {few(len(families))} confirmations"
    return Finding(
        CRITICAL,
        capitalised(f"{seem}; {_what(case, len(names))}."),
        tuple(attribution(row) for row in rows),
    )


def _held_rows_with_support(case: Case) -> list[AttributionFact]:
    side, chains = case.support, case.counts.chains
    support = {row.id for row in (*side.origins, *side.dark)}
    support.update(row.id for circle in side.closed for row in circle.members)
    ends = [index for index, row in enumerate(chains.nodes) if row.id in support]
    reaching = leading_to(ends, enumerate(chains.edges))
    return [chains.nodes[index] for index in chains.held if index in reaching]


def _what(case: Case, number: int) -> str:
    side = case.support
    all_go = "both go" if number == 2 else "all go"
    if side.origins:
        return f"{all_go} back to {side.witnesses[0].label}"
    if side.dark:
        return f"{all_go} back to what {case.label(side.dark[0])} asserts without naming a source"
    return "they cite each other in a closed circle"


RULE = Rule(
    "false_confirmation",
    check,
    label=_("false confirmation"),
    severity="critical",
    cleared="a second origin is possible",
    example="The Paper and The Post look like two confirmations; both go back to the police chief.",
    ask="Did any of {names} hear it from somebody of their own?",
)
