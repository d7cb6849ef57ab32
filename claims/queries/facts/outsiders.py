"""The facts of claims with what is different for outsiders, who see nothing of hidden claims.

Hidden claims are not public, or are under embargo. Only claims that a hidden one contradicts, supersedes or was merged with, or
that a decision ties to a hidden one, are handled separately: all others look the same to everybody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.db.models import Q

from claims.models import Assessment, Claim, ClaimRelation, Decision
from claims.policy.assess import case_at
from claims.policy.facts import ClaimFacts, Clock, DecisionFact, Outside
from claims.policy.outsiders import claims_mentioned, without_hidden
from claims.queries.claims.read import published
from claims.queries.facts.assembling import directory_of, with_contradictions, with_newer
from claims.queries.facts.current import Ids, Loaded, Read, Sources, read_facts
from claims.queries.facts.past import Records
from claims.queries.policy.versions import thresholds
from claims.vocabulary import CONTRADICTS, DISCREDITED
from factcheck.database.lookups import among
from factcheck.database.prepared import PreparedOf
from sources.queries import SourceHistory

_TICK: Final = timedelta(microseconds=1)


class Hidden(NamedTuple):
    """Hidden claims: their keys by id, and the ends of their embargoes."""

    keys: Mapping[int, str]
    ends: Mapping[str, datetime]


def load_facts_for_both(ids: Ids, clock: Clock, *, sources: Sources | None = None) -> Loaded:
    """Return the same as ``load_facts``, each claim with what is different in its facts for outsiders at ``clock``."""
    read = read_facts(ids, sources)
    claims = with_newer(read.own, read.facts, read.newer)
    claims = with_contradictions(claims, read.facts, read.opposed, read.directory, clock.said_until)
    # Only a decision can rest on a contradiction that was struck out since, or on a claim as evidence.
    past = _past_bearing(ids) if any(facts.decisions for facts in read.own.values()) else {}
    hidden = _hidden(_mentioned_ids(read, past), _mentioned_keys(read), clock.now)
    if hidden.keys:
        claims = {**claims, **_different_outside(claims, read, past, hidden, clock)}
    return Loaded(claims, read.directory)


def _mentioned_ids(read: Read, past: Mapping[int, set[int]]) -> set[int]:
    return {other for of in (read.opposed, read.newer, past) for found in of.values() for other in found}


def _mentioned_keys(read: Read) -> set[str]:
    return {key for facts in read.facts.values() if facts.decisions for key in claims_mentioned(facts.decisions)}


def _past_bearing(ids: Ids) -> dict[int, set[int]]:
    """Return for each claim those that ever contradicted it, or discredited what it or one of these rests on.

    The findings that a decision is bound to may rest on them.
    """
    rivals = _past_rivals(ids)
    every = {*ids, *(rival for found in rivals.values() for rival in found)}
    discrediting: dict[int, set[int]] = {}
    for claim, other in _DISCREDITING.rows(sorted(every)):
        discrediting.setdefault(claim, set()).add(other)
    if not discrediting:
        return rivals
    return {
        claim: found.union(*(discrediting.get(each, ()) for each in (claim, *found)))
        for claim in ids
        if (found := rivals.get(claim, set())) or claim in discrediting
    }


def _past_rivals(ids: Ids) -> dict[int, set[int]]:
    """Return for each claim those that were ever recorded to contradict it: decisions may rest on them."""
    own = ids if isinstance(ids, range) else set(ids)
    found: dict[int, set[int]] = {}
    for one, other in _EVER.rows(ids):
        for claim, rival in ((one, other), (other, one)):
            if claim in own:
                found.setdefault(claim, set()).add(rival)
    return found


_EVER: Final = PreparedOf(
    "from_claim_id,to_claim_id",
    lambda these: ClaimRelation.objects.filter(these, kind=CONTRADICTS).values_list("from_claim_id", "to_claim_id"),
)


_DISCREDITING: Final = PreparedOf(
    "claim_id",
    lambda these: Decision.objects.filter(
        these, kind=DISCREDITED, other_claim__isnull=False, document=None, attribution=None
    ).values_list("claim_id", "other_claim_id"),
)


def _hidden(ids: Collection[int], keys: Collection[str], now: datetime) -> Hidden:
    if not ids and not keys:
        return Hidden({}, {})
    rows = Claim.objects.alone().filter(~published(now), among("id", sorted(ids)) | Q(key__in=sorted(keys)))
    found = list(rows.values_list("id", "key", "public", "embargo_until"))
    ends = {key: until for _, key, public, until in found if public and until is not None}
    return Hidden({pk: key for pk, key, _, _ in found}, ends)


def _different_outside(
    claims: Mapping[int, ClaimFacts], read: Read, past: Mapping[int, set[int]], hidden: Hidden, clock: Clock
) -> dict[int, ClaimFacts]:
    """Return those of the claims that look different to outsiders."""
    keys = frozenset(hidden.keys.values())
    facts = {pk: each._replace(decisions=without_hidden(each.decisions, keys)) for pk, each in read.facts.items()}
    opposed, newer = (
        {pk: [other for other in found if other not in hidden.keys] for pk, found in by.items()}
        for by in (read.opposed, read.newer)
    )
    seen = with_newer({pk: facts[pk] for pk in read.own}, facts, newer)
    seen = with_contradictions(seen, facts, opposed, read.directory, clock.said_until)
    found = {}
    for pk, desk in claims.items():
        rivals = hidden.keys.keys() & past.get(pk, set())
        decisions = _rebound(pk, seen[pk].decisions, keys) if rivals else seen[pk].decisions
        shown = seen[pk].contradictions, decisions, seen[pk].newer
        if shown != (desk.contradictions, desk.decisions, desk.newer):
            named = {*_keys_named(pk, read, hidden)}
            ends = [hidden.ends[key] for key in named if key in hidden.ends]
            outside = Outside(seen[pk].contradictions, decisions, min(ends, default=None), seen[pk].newer)
            found[pk] = desk._replace(outside=outside)
    return found


def _keys_named(claim: int, read: Read, hidden: Hidden) -> Iterable[str]:
    """Yield the keys of hidden claims, and of all claims in decisions, that a claim and those assessed with it rest on."""
    for pk in (claim, *read.opposed.get(claim, ()), *read.newer.get(claim, ())):
        if pk in hidden.keys:
            yield hidden.keys[pk]
        if pk in read.facts:
            yield from claims_mentioned(read.facts[pk].decisions)


def _rebound(claim: int, decisions: Iterable[DecisionFact], hidden: frozenset[str]) -> tuple[DecisionFact, ...]:
    """Return decisions bound to the findings that outsiders would have seen then, had the hidden claims been hidden already."""
    records = Records([claim])
    sources: SourceHistory | None = None  # built only if needed, because it reads all sources
    found = []
    for decision in decisions:
        # One tick earlier: a decision is bound to what was found before it.
        if not records.rested_on(claim, decision.recorded_at - _TICK, hidden):
            found.append(decision)
            continue
        sources = sources or SourceHistory()
        found.append(decision._replace(findings=_findings(claim, decision, hidden, records, sources)))
    return tuple(found)


def _findings(claim: int, decision: DecisionFact, hidden: frozenset[str], records: Records, sources: SourceHistory) -> str:
    made = Assessment.objects.filter(claim=claim, at__lt=decision.recorded_at).order_by("-id").first()
    if made is None:
        return decision.findings
    read_at = made.sources_at or made.at
    facts, directory = records.loaded(
        [claim],
        decision.recorded_at - _TICK,
        made.said_until,
        lambda named: directory_of(sources.members(named, read_at)),
        hidden,
    )
    version = made.policy_version.rpartition("+")[2]
    policy = thresholds(int(version) if version.isdecimal() and version != "0" else None)
    return case_at(facts[claim], directory, policy, Clock(made.now, made.said_until)).findings
