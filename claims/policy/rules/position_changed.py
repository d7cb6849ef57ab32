"""A voice says something else than it did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from claims.policy.facts import AttributionFact
from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.sentences import capitalised, clauses
from claims.vocabulary import ACKNOWLEDGED, CHANGE_DECLARED, DENIES, FULL, INFO, QUESTIONS, SUPPORTS

_TOLD: Final = {SUPPORTS: ("supported", "supports"), DENIES: ("denied", "denies"), QUESTIONS: ("questioned", "questions")}


def check(case: Case) -> Finding | None:
    """Raise where the latest stance of a voice differs from an earlier one, until an editor has seen it."""
    outdated = case.counts.chains.outdated
    if not outdated:
        return None
    earlier = sorted((row for row in case.facts.attributions if row.id in outdated), key=lambda row: row.key)
    since = _said_since(case)
    changed = {row: said for row in earlier if (said := _otherwise(row.stance, since[case.source(row).voice]))}
    culprits = tuple([attribution(row) for row in changed])
    if not changed or case.settled(culprits, ACKNOWLEDGED, CHANGE_DECLARED):
        return None
    told = [f"{case.label(row)} {_TOLD[row.stance][0]} it earlier and {said}" for row, said in changed.items()]
    return Finding(INFO, f"{capitalised(clauses(told))}.", culprits)


def _otherwise(stance: str, since: Mapping[str, dict[str, None]]) -> str:
    """Return what a voice says otherwise since; nothing where it came back to what it had said."""
    return " and ".join([words for other, said in since.items() if other != stance for words in said])


def _said_since(case: Case) -> Mapping[int, Mapping[str, dict[str, None]]]:
    """Return what each voice says now, by stance: its positions that no other one has replaced, withdrawn ones included."""
    until, outdated = case.clock.said_until, case.counts.chains.outdated
    said = [row for row in case.facts.attributions if row.said_at <= until]
    superseded = {row.supersedes for row in said}
    found: defaultdict[int, dict[str, dict[str, None]]] = defaultdict(dict)
    for row in sorted(said, key=lambda row: row.key):
        own_words = row.scope == FULL and not row.cites and row.copies is None and row.stance in _TOLD
        if own_words and row.id not in outdated and row.id not in superseded:
            found[case.source(row).voice].setdefault(row.stance, {})[_as_it_stands(row, until)] = None
    return found


def _as_it_stands(row: AttributionFact, until: str) -> str:
    past, present = _TOLD[row.stance]
    taken_back = row.withdrawn_at is not None and row.withdrawn_at <= until
    return f"{past} it later, which was taken back" if taken_back else f"{present} it now"


RULE = Rule("position_changed", check, ask="Why did {first} change its mind?", settles=(ACKNOWLEDGED,))
