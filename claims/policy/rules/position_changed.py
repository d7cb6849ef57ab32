"""A voice says something else than it did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from claims.policy.facts import AttributionFact
from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.sentences import capitalised
from claims.vocabulary import ACKNOWLEDGED, CHANGE_DECLARED, DENIES, FULL, INFO, QUESTIONS, SUPPORTS

_TOLD: Final = {SUPPORTS: ("supported", "supports"), DENIES: ("denied", "denies"), QUESTIONS: ("questioned", "questions")}


def check(case: Case) -> Finding | None:
    """Raise where the latest stance of a voice differs from an earlier one, until an editor has seen it."""
    outdated = case.counts.chains.outdated
    if not outdated:
        return None
    earlier = sorted((row for row in case.facts.attributions if row.id in outdated), key=lambda row: row.key)
    changed = {row: said for row in earlier if (said := _said_since(row, case))}
    culprits = tuple([attribution(row) for row in changed])
    if not changed or case.settled(culprits, ACKNOWLEDGED, CHANGE_DECLARED):
        return None
    told = dict.fromkeys(f"{case.label(row)} {_TOLD[row.stance][0]} it earlier and {said}" for row, said in changed.items())
    return Finding(INFO, f"{capitalised('; '.join(told))}.", culprits)


def _said_since(row: AttributionFact, case: Case) -> str:
    """Return what the row's voice says otherwise since; nothing where it came back to what it had said."""
    since = [other for other in _latest(row, case) if other.stance != row.stance]
    return " and ".join(dict.fromkeys(_as_it_stands(other, case) for other in since))


def _as_it_stands(row: AttributionFact, case: Case) -> str:
    past, present = _TOLD[row.stance]
    taken_back = row.withdrawn_at is not None and row.withdrawn_at <= case.clock.said_until
    return f"{past} it later, which was taken back" if taken_back else f"{present} it now"


def _latest(row: AttributionFact, case: Case) -> Iterator[AttributionFact]:
    """Yield the positions of the row's voice that no other one has replaced, withdrawn ones included."""
    until = case.clock.said_until
    superseded = {other.supersedes for other in case.facts.attributions if other.said_at <= until}
    voice = case.source(row).voice
    for other in case.facts.attributions:
        own_words = other.scope == FULL and not other.cites and other.copies is None and other.stance in _TOLD
        stands = other.id not in case.counts.chains.outdated and other.id not in superseded
        if own_words and stands and case.source(other).voice == voice and other.said_at <= until:
            yield other


RULE = Rule("position_changed", check, ask="Why did {first} change its mind?", settles=(ACKNOWLEDGED,))
