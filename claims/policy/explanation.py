"""The one sentence that explains who supports and who denies a claim."""

from __future__ import annotations

from collections.abc import Sequence

from claims.policy.facts import AttributionFact, SourceFact
from claims.policy.findings import Case
from claims.policy.origins.independence import Side
from claims.policy.sentences import capitalised, listed
from claims.vocabulary import CORROBORATED, COULD_NOT_CONFIRM

#: Witnesses named in the sentence; the record shows the rest.
SHOWN = 5


def explain(case: Case) -> str:
    """Return one sentence: how many independent origins, through whom, with what stakes, and who denies the claim."""
    parts = [_support(case)]
    if case.support.gateways:
        parts.append(f"all support reached us through {listed([source.label for source in case.support.gateways])}")
    parts.extend(_doubts(case))
    if not case.support.exact:
        parts.append(_stopped(case.support))
    if case.denial.at_most or case.denial.partial:
        parts.append(_denial(case))
    parts.extend(_not_confirmed(case))
    return f"{capitalised('; '.join(parts))}."


def _support(case: Case) -> str:
    side = case.support
    if side.at_least:
        return _origins(side)
    if side.closed:
        members = listed(case.label(row) for circle in side.closed for row in circle.members)
        return f"no origin, only a closed circle of citations ({members})"
    if side.dark:
        return _asserted(list(dict.fromkeys(case.label(row) for row in side.dark)))
    if side.partial:
        return f"supported only in part, by {listed(case.label(row) for row in side.partial)}"
    return "no current source supports it"


def _asserted(names: Sequence[str]) -> str:
    which = {1: "which names no source", 2: "neither of which names a source"}
    return f"asserted by {listed(names)}, {which.get(len(names), 'none of which names a source')}"


def _origins(side: Side) -> str:
    names = ", ".join([source.label for source in side.witnesses[:SHOWN]])
    if side.at_least > SHOWN:
        names += ", …"
    if side.at_least == side.at_most and not side.open:
        return f"{_independent(side.at_least)} ({names})"
    most = f"{side.at_most} or more" if side.open else f"{side.at_most}"
    return f"at least {_independent(side.at_least)} ({names}), at most {most}"


def _independent(number: int) -> str:
    return f"{number} independent origin{'' if number == 1 else 's'}"


def _doubts(case: Case) -> list[str]:
    side = case.support
    if not side.at_least:
        return []
    said = ["independence not judged"] if case.status == CORROBORATED and not case.judged_pairs() else []
    if side.disinterested:
        return said
    named = [row for row in side.origins if case.source(row).identified]
    if not side.on_record:
        return [*said, "on the record only with a hedge" if named else "none of it on the record"]
    interested = {case.source(row).voice for row in named if case.stakeholders(row, 1)}
    who = "accuser" if _accuses(case) else "named origin"
    if len(interested) < len({case.source(row).voice for row in named}):
        return [*said, "only with a hedge from anybody without a stake"]
    if len(interested) == 1:
        return [*said, f"the only {who} has a stake"]
    return [*said, f"both {who}s have a stake" if len(interested) == 2 else f"all {len(interested)} {who}s have a stake"]


def _not_confirmed(case: Case) -> list[str]:
    """Return who looked and could not tell: it counts on no side."""
    nodes = case.counts.chains.nodes
    names = [case.label(row) for row in nodes if row.stance == COULD_NOT_CONFIRM]
    return [f"{listed(names)} could not confirm it"] if names else []


def _stopped(side: Side) -> str:
    routes = f"at least {side.routes} route{'' if side.routes == 1 else 's'}"
    proven = f"at least {side.on_record} on the record and {routes}" if side.on_record else routes
    return f"counted only in part, which proves {proven}"


def _accuses(case: Case) -> bool:
    return any(side < 0 for _, side in case.facts.stakes)


def _denial(case: Case) -> str:
    side = case.denial
    if not side.at_most:
        return f"denied in part by {listed(case.label(row) for row in side.partial)}"
    rows = (*side.origins, *side.dark)
    if not rows:
        return "denied only in a closed circle of citations"
    names = list(dict.fromkeys(case.label(row) for row in rows))
    return f"denied by {listed(names)}{_accused(names, _accused_deniers(case, rows))}"


def _accused_deniers(case: Case, deniers: Sequence[AttributionFact]) -> list[SourceFact]:
    """Return who of the deniers is accused: the deniers themselves, or else those whose stake they have."""
    found: dict[str, SourceFact] = {}
    speakers = {case.source(row).id for row in deniers}
    for row in deniers:
        accused = case.stakeholders(row, -1)
        own = [party for party in accused if party.id in speakers]
        found.update({party.label: party for party in own or accused})
    return list(found.values())


def _accused(deniers: Sequence[str], accused: Sequence[SourceFact]) -> str:
    if not accused:
        return ""
    names = [party.label for party in accused]
    if set(names) == set(deniers):
        return {1: ", the accused", 2: ", both accused"}.get(len(deniers), ", all accused")
    return f"; {listed(names)} {'are' if len(names) > 1 or accused[0].plural else 'is'} accused"
