"""A voice changed its position."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple

from claims.policy.facts import AttributionFact
from claims.policy.findings import Case, Finding, Rule, attribution
from claims.policy.origins.chains import overtaken
from claims.policy.sentences import capitalised, clauses
from claims.vocabulary import ACKNOWLEDGED, CHANGE_DECLARED, COULD_NOT_CONFIRM, DENIES, FULL, INFO, QUESTIONS, SUPPORTS
from factcheck.words import gettext_noop as _


class _Verb(NamedTuple):
    past: str
    singular: str
    plural: str


_VERBS: Final[dict[str, _Verb]] = {
    SUPPORTS: _Verb("supported", "supports", "support"),
    DENIES: _Verb("denied", "denies", "deny"),
    QUESTIONS: _Verb("questioned", "questions", "question"),
    COULD_NOT_CONFIRM: _Verb("could not confirm", "cannot confirm", "cannot confirm"),
}


def check(case: Case) -> Finding | None:
    """Raise where the latest stance of a voice, or of a source in and out of office, differs from an earlier one.

    An editor who has seen the change settles it.
    """
    outdated = case.counts.chains.outdated
    if not outdated and not case.in_time:
        return None
    positions = _positions(case)
    if case.in_time:
        outdated |= _overtaken_by_themselves(case, positions)
    earlier = sorted((row for row in case.facts.attributions if row.id in outdated), key=lambda row: row.key)
    since = [row for row in positions if row.id not in outdated]
    changed = {row: said for row in earlier if (said := _otherwise(case, row, since))}
    culprits = tuple([attribution(row) for row in changed])
    if not changed or case.settled(culprits, ACKNOWLEDGED, CHANGE_DECLARED):
        return None
    parts = [f"{case.label(row)} {_VERBS[row.stance].past} it earlier {said}" for row, said in changed.items()]
    return Finding(INFO, f"{capitalised(clauses(parts))}.", culprits)


def _overtaken_by_themselves(case: Case, positions: Iterable[AttributionFact]) -> frozenset[int]:
    """Return the positions of named sources that the same source certainly followed with another one, in whatever office."""
    by_source: defaultdict[int, list[AttributionFact]] = defaultdict(list)
    for row in positions:
        if row.said_at and case.source(row).known:
            by_source[case.source(row).id].append(row)
    return frozenset(row.id for rows in by_source.values() for row in overtaken(rows))


def _otherwise(case: Case, row: AttributionFact, since: Iterable[AttributionFact]) -> str:
    """Return the different later position of a row's voice or source; empty if it returned to the earlier one."""
    speaker = case.source(row)
    others = [other for other in since if other.stance != row.stance and speaker.speaks_with(case.source(other))]
    own = [_as_it_is(case, other) for other in others if case.label(other) == case.label(row)]
    said = [f"and {' and '.join(dict.fromkeys(own))}"] if own else []
    said += [
        f"and {case.label(other)}, {case.same_voice(other, row)}, {_as_it_is(case, other)}"
        for other in others
        if case.label(other) != case.label(row)
    ]
    return " ".join(dict.fromkeys(said))


def _positions(case: Case) -> list[AttributionFact]:
    """Return the stances on the whole claim that were said so far and not superseded, withdrawn ones included, by key."""
    until = case.clock.said_until
    said = [row for row in case.facts.attributions if row.said_at <= until]
    superseded = {row.supersedes for row in said}
    own_words = [row for row in said if row.scope == FULL and not row.cites and row.copies is None and row.stance in _VERBS]
    return sorted((row for row in own_words if row.id not in superseded), key=lambda row: row.key)


def _as_it_is(case: Case, row: AttributionFact) -> str:
    past, singular, plural = _VERBS[row.stance]
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
