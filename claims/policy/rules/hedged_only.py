"""What is on the record, or disinterested, is said only with a hedge."""

from __future__ import annotations

from collections.abc import Iterator

from claims.policy.facts import AttributionFact
from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.origins.chains import leading_to
from claims.policy.sentences import capitalised, clauses, listed
from claims.vocabulary import WARNING, Hedge
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where no route on the record, or from a disinterested source, is left only because each has a hedge on it."""
    side = case.support
    if side.disinterested or not side.at_least or not case.counts.chains.hedged:
        return None
    flat = case.without_hedges().support
    if not flat.disinterested and not (flat.on_record and not side.on_record):
        return None
    rows = list(_hedged(case))
    who = "on the record" if not side.on_record else "without a stake"
    said = clauses(_says(case, [row for row in rows if row.hedge == degree]) for degree in _degrees(rows))
    return Finding(
        WARNING,
        f"{capitalised(said)}; nobody {who} says so without a hedge.",
        tuple([attribution(row) for row in rows]),
    )


def _hedged(case: Case) -> Iterator[AttributionFact]:
    """Yield the hedged rows on the routes to named support."""
    chains = case.counts.chains
    named = {row.id for row in case.support.origins if case.source(row).identified}
    towards = leading_to([index for index, row in enumerate(chains.nodes) if row.id in named], enumerate(chains.edges))
    for index, row in enumerate(chains.nodes):
        if row.hedge and index in towards and chains.reached[index]:
            yield row


def _degrees(rows: list[AttributionFact]) -> list[str]:
    return [degree for degree in Hedge.words() if any(row.hedge == degree for row in rows)]


def _says(case: Case, rows: list[AttributionFact]) -> str:
    return f"{listed(case.label(row) for row in rows)} {case.agree(rows, 'calls', 'call')} it only {rows[0].hedge}"


RULE = Rule(
    "hedged_only",
    check,
    label=_("hedged only"),
    severity="warning",
    cleared="somebody says so without a hedge",
    example="Tokyo calls it only probable; nobody on the record says so without a hedge.",
    ask="What would let {names} say so without a hedge?",
    implies=("unverified",),
)
