"""Support was withdrawn."""

from __future__ import annotations

from collections.abc import Iterable

from claims.policy.facts import AttributionFact
from claims.policy.findings import Case, Finding, Rule, attribution
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
    rows = case.on_a_route(withdrawn)
    culprits = tuple([attribution(row) for row in rows])
    if not rows or case.reviewed(culprits, REVIEWED):
        return None
    lost = not case.support.at_least and case.revived().support.at_least
    return Finding(CRITICAL if lost else WARNING, f"{capitalised(_by_whom(case, rows))}; {case.what_is_left()}.", culprits)


def _by_whom(case: Case, rows: Iterable[AttributionFact]) -> str:
    """Return who withdrew what: if a publisher withdraws a document, the people whom it quoted did not withdraw anything."""
    by: dict[int | None, list[str]] = {}
    own: list[AttributionFact] = []
    for row in rows:
        if row.withdrawn_by == case.source(row).id or (row.withdrawn_by is None and case.source(row).publishes):
            own.append(row)
        else:
            by.setdefault(row.withdrawn_by, []).append(case.label(row))
    said = [f"{listed(case.label(row) for row in own)} withdrew it"] if own else []
    for publisher, names in by.items():
        outlet = case.directory.sources[publisher].label if publisher is not None else "the outlet"
        said.append(f"{outlet} retracted what it had published from {listed(names)}")
    return clauses(said)


RULE = Rule(
    "retracted_source",
    check,
    label=_("retracted source"),
    severity="warning; critical where no origin is left",
    cleared="an editor reviews what remains; it is raised again when the findings change",
    example="The police chief withdrew it; no origin is left.",
    ask="Why was what {names} said withdrawn, and does what remains hold without it?",
    settles=(REVIEWED,),
    on_findings=True,
)
