"""The facts of a claim as outsiders see them: without hidden claims, and without anything that rests on those alone.

The rule is non-interference (Goguen and Meseguer, 1982): what outsiders see must be the same whatever the hidden claims say,
and whether or not they exist.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from claims.policy.facts import ClaimFacts, DecisionFact
from claims.vocabulary import SPLIT

_CLAIM = "claim"


def as_outsiders_see(facts: ClaimFacts) -> ClaimFacts:
    """Return the facts with the outsiders' values in place of the desk's."""
    if facts.outside is None:
        return facts
    seen = facts.outside
    return facts._replace(contradictions=seen.contradictions, decisions=seen.decisions, newer=seen.newer, outside=None)


def claims_mentioned(decisions: Iterable[DecisionFact]) -> Iterator[str]:
    """Yield the keys of the other claims that decisions rest on."""
    for decision in decisions:
        if decision.claim:
            yield decision.claim
        yield from _claims(decision)


def without_hidden(decisions: Iterable[DecisionFact], hidden: Collection[str]) -> tuple[DecisionFact, ...]:
    """Return the decisions without those that rest only on hidden claims; the others keep everything else that they settle."""
    return tuple(kept for decision in decisions if (kept := _kept(decision, hidden)) is not None)


def _kept(decision: DecisionFact, hidden: Collection[str]) -> DecisionFact | None:
    if decision.claim in hidden:
        return None
    named = _claims(decision)
    if not named.intersection(hidden):
        return decision
    about = tuple(record for record in decision.about if record[0] != _CLAIM or record[1] not in hidden)
    # A split is identified by its parts, any other decision by what it settles.
    nothing_left = named <= set(hidden) if decision.kind == SPLIT else not about
    return None if nothing_left else decision._replace(about=about)


def _claims(decision: DecisionFact) -> set[str]:
    return {key for record, key in decision.about if record == _CLAIM}
