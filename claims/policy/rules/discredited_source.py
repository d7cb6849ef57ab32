"""A statement was shown to be forged or false."""

from __future__ import annotations

from collections.abc import Iterable

from claims.policy.facts import AttributionFact, DecisionFact
from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.sentences import capitalised, clauses, listed
from claims.vocabulary import CRITICAL, DISCREDITED, REVIEWED, WARNING
from factcheck.words import gettext_noop as _


def check(case: Case) -> Finding | None:
    """Raise where a discredited attribution was on a route from a held row to support, or is still passed on; critical if no
    origin is left.

    An editor's review settles it as long as the findings remain those that were reviewed.
    """
    discredited = case.counts.chains.discredited
    if not discredited:
        return None
    supporting = case.on_a_route(discredited)
    passed_on = _still_passed_on(case, discredited)
    rows = sorted({*supporting, *passed_on}, key=lambda row: row.key)
    culprits = tuple([attribution(row) for row in rows])
    if not rows or case.reviewed(culprits, REVIEWED):
        return None
    said = [_by_whom(case, rows)]
    if relays := list(dict.fromkeys(relay for of_one in passed_on.values() for relay in of_one)):
        said.append(f"{listed(case.label(row) for row in relays)} still {case.agree(relays, 'passes', 'pass')} it on")
    lost = bool(supporting) and not case.support.at_least and bool(case.revived().support.at_least)
    if supporting:
        said.append(case.what_is_left())
    return Finding(CRITICAL if lost else WARNING, f"{capitalised('; '.join(said))}.", culprits)


def _still_passed_on(case: Case, discredited: Iterable[AttributionFact]) -> dict[AttributionFact, list[AttributionFact]]:
    """Return the discredited rows that live relays or copies pass on, each with those."""
    live = [*case.counts.chains.nodes, *(row for row in case.counts.chains.orphans if row.copies is not None)]
    found = {row: [other for other in live if row.id in other.cites or row.id == other.copies] for row in discredited}
    return {row: relays for row, relays in found.items() if relays}


def _by_whom(case: Case, rows: Iterable[AttributionFact]) -> str:
    """Return what was discredited, and by whom: nobody is said to have withdrawn anything."""
    by: dict[str, list[str]] = {}
    for row in rows:
        last = [made for made in case.decided(DISCREDITED) if attribution(row) in made.about][-1]
        by.setdefault(_shown_by(case, last), []).append(case.label(row))
    return clauses(f"what {listed(names)} said was discredited by {who}" for who, names in by.items())


def _shown_by(case: Case, made: DecisionFact) -> str:
    if made.source is not None:
        return case.directory.sources[made.source].label
    shown = [row for row in case.facts.attributions if row.key == made.attribution]
    return case.label(shown[0]) if shown else f"the findings on “{made.claim}”"


RULE = Rule(
    "discredited_source",
    check,
    label=_("discredited source"),
    severity="warning; critical where no origin is left",
    cleared="an editor reviews what remains; it is raised again when the findings change",
    example="What the dossier said was discredited by the agency; no origin is left.",
    ask="Does what remains hold without what {names} said?",
    settles=(REVIEWED,),
    on_findings=True,
)
