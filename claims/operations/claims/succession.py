"""Claims that supersede each other in a circle: no one of them would be the newest, so such a relation is refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claims.casefile import CaseFileError, Problem
from claims.casefile.checks.cycles import drawn
from claims.casefile.records import ClaimRecord
from claims.models import ClaimRelation
from claims.operations.writing import OperationError
from claims.policy.sentences import capitalised
from claims.queries.claims.stakes_relations import superseded_from
from claims.vocabulary import SUPERSEDES


def refuse_circle_in_file(records: Sequence[ClaimRecord], new: Iterable[ClaimRelation]) -> None:
    """Refuse the new relations of a case file, already written, with which a claim would supersede itself.

    Raises: CaseFileError, with the place of each relation that closes a circle.
    """
    added = {(row.from_claim.key, row.to_claim.key) for row in new if row.kind == SUPERSEDES}
    if not added:
        return
    edges = superseded_from([older for _, older in added])
    for newer, older in added:
        edges.get(newer, set()).discard(older)
    found = []
    for number, record in enumerate(records):
        for index, relation in enumerate(record.relations or ()):
            if relation.kind != SUPERSEDES or (record.key, relation.claim) not in added:
                continue
            if circle := _path(edges, relation.claim, record.key):
                found.append(Problem(f"$.claims[{number}].relations[{index}].claim", _message(circle)))
            else:
                edges.setdefault(record.key, set()).add(relation.claim)
    if found:
        raise CaseFileError(tuple(found))


def refuse_circle_of(claim: str) -> None:
    """Refuse a state in which a claim supersedes itself through others.

    Raises: OperationError, which names the circle.
    """
    edges = superseded_from([claim])
    for older in sorted(edges.get(claim, ())):
        if circle := _path(edges, older, claim):
            raise OperationError(f"{capitalised(_message(circle))}.")


def _path(edges: dict[str, set[str]], start: str, end: str) -> tuple[str, ...]:
    """Return the claims from one to another along what each supersedes; empty if there is no way."""
    ways: dict[str, tuple[str, ...]] = {start: (start,)}
    frontier = [start]
    while frontier and end not in ways:
        reached = [(older, at) for at in frontier for older in sorted(edges.get(at, ())) if older not in ways]
        ways |= {older: (*ways[at], older) for older, at in reached}
        frontier = list(dict.fromkeys(older for older, _ in reached))
    return ways.get(end, ())


def _message(circle: tuple[str, ...]) -> str:
    """Return what is wrong; ``circle`` ends with the claim that would supersede the first."""
    shown = drawn((circle[-1], *circle[:-1]))
    return f"cycle: {shown}; a claim cannot supersede a newer one: strike out the relation that does not hold"
