"""The one question whose answer would settle a flag."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import copy
from itertools import combinations
from typing import NamedTuple

from claims.policy.assess import RULES
from claims.policy.facts import SourceFact
from claims.policy.findings import Case, Finding, Rule
from claims.policy.origins.blocs import Bloc, blocs, certainly_different
from claims.policy.sentences import listed

#: With more sources than this, no pair is searched for: a single judgement does not settle such a claim.
_MOST_COMPARED = 12


class Question(NamedTuple):
    """What to ask, and the two sources on whose independence an editor's judgement would settle it, if there are two."""

    text: str
    pair: tuple[SourceFact, SourceFact] | None = None


def questions(case: Case, codes: Collection[str]) -> Mapping[str, Question]:
    """Return the question of each of the flags ``codes`` that is raised in this case."""
    raised = ((rule, rule.check(case)) for rule in RULES if rule.code in codes)
    return {rule.code: _question(case, rule, finding) for rule, finding in raised if finding is not None}


def _question(case: Case, rule: Rule, finding: Finding) -> Question:
    pair = _deciding_pair(case, rule) if rule.judges else None
    if pair is not None:
        return Question(f"Is {pair[0].label} independent of {pair[1].label}?", pair)
    if rule.asks is not None and (text := rule.asks(case)) is not None:
        return Question(text)
    names = list(dict.fromkeys(_names(case, finding)))
    return Question(rule.ask.format(names=listed(names), first=names[0] if names else ""))


def _names(case: Case, finding: Finding) -> Iterator[str]:
    rows = {row.key: row for row in case.facts.attributions}
    sources = {source.key: source for source in case.directory.sources.values()}
    for kind, key in finding.culprits:
        if kind == "attribution" and key in rows:
            yield case.label(rows[key])
        elif kind == "source" and key in sources:
            yield sources[key].label
        else:
            yield f"“{key}”"


def _deciding_pair(case: Case, rule: Rule) -> tuple[SourceFact, SourceFact] | None:
    """Return the unnamed source and the other one whose independence, if an editor could vouch for it, would clear the flag.

    Each pair is tried on the current counts; the one that proves the most origins is returned. Pairs of named sources are left
    out, because a recorded tie joins them: only striking that tie out can separate them.
    """
    speakers = list({row.source: case.source(row) for row in case.support.origins}.values())
    if len(speakers) > _MOST_COMPARED:
        return None
    candidates = blocs(speakers)
    pairs = [pair for pair in combinations(speakers, 2) if not (pair[0].known and pair[1].known)]
    tried = [(_if_independent(case, candidates, *pair), pair) for pair in pairs]
    proven = [(judged.support.at_least, pair) for judged, pair in tried if rule.check(judged) is None]
    _, best = max(proven, key=lambda found: found[0], default=(0, None))
    if best is None:
        return None
    return best if not best[0].known else (best[1], best[0])


def _if_independent(case: Case, candidates: Sequence[Bloc], one: SourceFact, other: SourceFact) -> Case:
    """Return the case as it would be after a judgement of independence.

    Of the counts, only the number of different origins changes.
    """
    pair = (min(one.voice, other.voice), max(one.voice, other.voice))
    judged = copy(case)
    judged.directory = case.directory._replace(independent=case.directory.independent | {pair})
    different = certainly_different(candidates, judged.directory).blocs
    witnesses = tuple([bloc.source for bloc in different])
    judged.support = case.support._replace(at_least=len(different), witnesses=witnesses)
    return judged
