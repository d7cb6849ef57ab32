"""Support was withdrawn."""

from __future__ import annotations

from collections.abc import Iterable

from claims.policy.facts import AttributionFact
from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.origins.chains import leading_to, originals
from claims.policy.sentences import capitalised, clauses, listed
from claims.vocabulary import CRITICAL, REVIEWED, WARNING
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where a withdrawn attribution was on a route from a held row to support; critical if no origin is left.

    An editor's review settles it as long as the findings remain those that were reviewed.
    """
    withdrawn = case.counts.chains.withdrawn
    if not withdrawn:
        return None
    rows = _on_a_route(case, withdrawn)
    if not rows:
        return None
    culprits = tuple([attribution(row) for row in rows])
    if any(by.findings == case.findings and set(by.about).issuperset(culprits) for by in case.decided(REVIEWED)):
        return None
    lost = not case.support.at_least and case.revived().support.at_least
    tail = "no origin is left" if lost else "other support stands" if case.support.at_most else "no support is left"
    return Finding(CRITICAL if lost else WARNING, f"{capitalised(_by_whom(case, rows))}; {tail}.", culprits)


def _by_whom(case: Case, rows: Iterable[AttributionFact]) -> str:
    """Return who withdrew what: if a publisher withdraws a document, the people whom it quoted did not withdraw anything."""
    by: dict[int | None, list[str]] = {}
    own: list[AttributionFact] = []
    for row in rows:
        if row.withdrawn_by == case.source(row).id or (row.withdrawn_by is None and case.source(row).publishes):
            own.append(row)
        else:
            by.setdefault(row.withdrawn_by, []).append(case.label(row))
    said = [f"{listed(case.label(row) for row in own)} took it back"] if own else []
    for publisher, names in by.items():
        outlet = case.directory.sources[publisher].label if publisher is not None else "the outlet"
        said.append(f"{outlet} withdrew what {listed(names)} said")
    return clauses(said)


def _on_a_route(case: Case, withdrawn: tuple[AttributionFact, ...]) -> list[AttributionFact]:
    """Return the withdrawn rows that would lie between a held row and support if they still counted (copies as themselves)."""
    counts = case.revived()
    side, chains = counts.support, counts.chains
    support = {row.id for row in (*side.origins, *side.dark)}
    support.update(row.id for circle in side.closed for row in circle.members)
    ends = [index for index, row in enumerate(chains.nodes) if row.id in support]
    reaching = leading_to(ends, enumerate(chains.edges))
    passing = {chains.nodes[index].id for index in reaching if chains.reached[index]}
    original_of = originals(case.facts.attributions)
    return [row for row in sorted(withdrawn, key=lambda row: row.key) if original_of.get(row.id, row.id) in passing]


RULE = Rule(
    "retracted_source",
    check,
    label=_("retracted source"),
    severity="warning; critical where no origin is left",
    cleared="an editor reviews what remains; it is raised again when the findings change",
    example="The police chief took it back; no origin is left.",
    ask="Why was what {names} said withdrawn, and does what remains hold without it?",
    settles=(REVIEWED,),
    on_findings=True,
)
