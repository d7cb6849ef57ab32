"""A voice says something else than it did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from claims.policy.facts import AttributionFact
from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.sentences import capitalised, clauses
from claims.vocabulary import ACKNOWLEDGED, CHANGE_DECLARED, DENIES, FULL, INFO, QUESTIONS, SUPPORTS
from factcheck.words import gettext_noop as _


class _Verb(NamedTuple):
    past: str
    singular: str
    plural: str


_TOLD: Final[dict[str, _Verb]] = {
    SUPPORTS: _Verb("supported", "supports", "support"),
    DENIES: _Verb("denied", "denies", "deny"),
    QUESTIONS: _Verb("questioned", "questions", "question"),
}


def check(case: Case) -> Finding | None:
    """Raise where the latest stance of a voice differs from an earlier one, until an editor has seen it."""
    outdated = case.counts.chains.outdated
    if not outdated:
        return None
    earlier = sorted((row for row in case.facts.attributions if row.id in outdated), key=lambda row: row.key)
    since = _said_since(case)
    changed = {row: said for row in earlier if (said := _otherwise(case, row, since[case.source(row).voice]))}
    culprits = tuple([attribution(row) for row in changed])
    if not changed or case.settled(culprits, ACKNOWLEDGED, CHANGE_DECLARED):
        return None
    told = [f"{case.label(row)} {_TOLD[row.stance].past} it earlier {said}" for row, said in changed.items()]
    return Finding(INFO, f"{capitalised(clauses(told))}.", culprits)


def _otherwise(case: Case, row: AttributionFact, since: Iterable[AttributionFact]) -> str:
    """Return what the voice of a row says otherwise since, by whom; nothing where it came back to what it had said."""
    others = [other for other in since if other.stance != row.stance]
    own = [_as_it_is(case, other) for other in others if case.label(other) == case.label(row)]
    said = [f"and {' and '.join(dict.fromkeys(own))}"] if own else []
    said += [
        f"and {case.label(other)}, recorded as the same voice, {_as_it_is(case, other)}"
        for other in others
        if case.label(other) != case.label(row)
    ]
    return " ".join(dict.fromkeys(said))


def _said_since(case: Case) -> Mapping[int, list[AttributionFact]]:
    """Return what each voice says now: its positions that no other one has replaced, withdrawn ones included."""
    until, outdated = case.clock.said_until, case.counts.chains.outdated
    said = [row for row in case.facts.attributions if row.said_at <= until]
    superseded = {row.supersedes for row in said}
    found: defaultdict[int, list[AttributionFact]] = defaultdict(list)
    for row in sorted(said, key=lambda row: row.key):
        own_words = row.scope == FULL and not row.cites and row.copies is None and row.stance in _TOLD
        if own_words and row.id not in outdated and row.id not in superseded:
            found[case.source(row).voice].append(row)
    return found


def _as_it_is(case: Case, row: AttributionFact) -> str:
    past, singular, plural = _TOLD[row.stance]
    withdrawn = row.withdrawn_at is not None and row.withdrawn_at <= case.clock.said_until
    return f"{past} it later, which was withdrawn" if withdrawn else f"{case.agree([row], singular, plural)} it now"


RULE = Rule(
    "position_changed",
    check,
    label=_("position changed"),
    severity="info",
    cleared="an editor acknowledges it; another change raises it again",
    example="The U.S. supported it earlier and denies it now.",
    ask="What has changed since {names} spoke?",
    settles=(ACKNOWLEDGED,),
)
