"""Support was taken back."""

from __future__ import annotations

from claims.policy.chains import behind
from claims.policy.facts import AttributionFact
from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.sentences import listed
from claims.vocabulary import CRITICAL, REVIEWED, WARNING


def check(case: Case) -> Finding | None:
    """Raise where a withdrawn attribution lay on a route from a held row to support; critical if no origin is left.

    An editor who reviewed it settles it for as long as the findings are those that were reviewed.
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
    names = listed(case.label(row) for row in rows)
    tail = "no origin is left" if lost else "other support stands" if case.support.at_most else "no support is left"
    return Finding(CRITICAL if lost else WARNING, f"Taken back: {names}; {tail}.", culprits)


def _on_a_route(case: Case, withdrawn: tuple[AttributionFact, ...]) -> list[AttributionFact]:
    """Return the withdrawn rows that, had they stood, would lie between a held row and support (copies as themselves)."""
    counts = case.revived()
    side, chains = counts.support, counts.chains
    support = {row.id for row in (*side.origins, *side.dark)}
    support.update(row.id for circle in side.closed for row in circle.members)
    position = {row.id: index for index, row in enumerate(chains.nodes)}
    rows = {row.id: row for row in case.facts.attributions}
    found = []
    for row in sorted(withdrawn, key=lambda row: row.key):
        index = position.get(_original(row, rows))
        if index is None or not chains.reached[index]:
            continue
        if any(chains.nodes[further].id in support for further in behind(chains, (index,))):
            found.append(row)
    return found


def _original(row: AttributionFact, rows: dict[int, AttributionFact]) -> int:
    seen = {row.id}
    while row.copies is not None and row.copies in rows and row.copies not in seen:
        row = rows[row.copies]
        seen.add(row.id)
    return row.id


RULE = Rule(
    "retracted_source",
    check,
    ask="Why did {names} take it back, and does what remains stand without it?",
    settles=(REVIEWED,),
    on_findings=True,
)
