"""From attributions to the citation graph: live rows, with copies merged into originals, and what the held rows reach.

Design: sections "Live rows", "Copies", "Held" and the relay half of "Origins" of docs/independence.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from claims.policy.facts import AttributionFact, DecisionFact, SourceFact
from claims.policy.origins.circles import citing_first, held_as_a_whole
from claims.vocabulary import CHANGE_DECLARED, COULD_NOT_CONFIRM, DENIES, DISCREDITED, FULL, QUESTIONS, SUPPORTS
from factcheck.dates.partial_dates import certainly_after, is_minute

_key = attrgetter("key")
_hedge = attrgetter("hedge")
#: The stances that a later one of the same voice replaces.
POSITIONS = (SUPPORTS, DENIES, QUESTIONS, COULD_NOT_CONFIRM)


class Chains(NamedTuple):
    """The live rows of a claim as a graph. A node is a row that is not a copy; ``nodes`` are ordered by key."""

    nodes: tuple[AttributionFact, ...]
    edges: tuple[tuple[int, ...], ...]  # positions of the nodes that each node cites
    held: tuple[int, ...]  # positions of the held nodes
    order: tuple[int, ...]  # positions of the nodes, each before those that it leads to; of a circle and behind it: none
    reached: tuple[bool, ...]  # whether citations lead from a held node to this one
    orphans: tuple[AttributionFact, ...]  # relays and copies whose whole upstream was withdrawn, replaced or discredited
    withdrawn: tuple[AttributionFact, ...]
    discredited: tuple[AttributionFact, ...]  # shown to be forged or false
    outdated: frozenset[int]  # ids of rows that a later position of the same voice replaced
    undocumented: frozenset[int]  # ids of held nodes without a document, of themselves or of a copy
    entered: tuple[tuple[int, ...], ...]  # circles none of whose nodes is held or cited from outside: held as a whole
    ahead: bool  # whether a statement or a withdrawal is dated after ``said_until``
    hedged: bool  # whether any row hedges; if not, nobody looks for one

    @property
    def in_order(self) -> bool:
        """Whether no citations form a circle."""
        return len(self.order) == len(self.nodes)

    @property
    def gone(self) -> set[int]:
        """The ids of the rows that were withdrawn or discredited."""
        return {row.id for row in (*self.withdrawn, *self.discredited)}


def build(
    attributions: Sequence[AttributionFact],
    sources: Mapping[int, SourceFact],
    said_until: str,
    *,
    revive: bool = False,
    everything: bool = False,
    decisions: Iterable[DecisionFact] = (),
) -> Chains:
    """Return the graph of the rows that count at ``said_until``.

    With ``revive``, rows that were withdrawn or discredited count too. With ``everything``, outdated ones count as well: the
    graph then shows who passed on what.
    """
    passed_on: set[int] = set()
    said: list[AttributionFact] = []
    superseded: set[int] = set()
    withdrawn: list[AttributionFact] = []
    positions = 0
    ahead = False
    for row in attributions:
        if row.said_at <= said_until:  # text of either precision compares: a prefix sorts first
            said.append(row)
            if row.cites:
                passed_on.update(row.cites)
            elif row.copies is not None:
                passed_on.add(row.copies)
            elif row.stance in POSITIONS:
                positions += 1
            if row.supersedes is not None:
                superseded.add(row.supersedes)
            if row.withdrawn_at is not None:
                if row.withdrawn_at <= said_until:
                    withdrawn.append(row)
                else:
                    ahead = True
        else:
            ahead = True
    outdated = _outdated(said, superseded, sources) if positions > 1 else frozenset[int]()
    discredited: tuple[AttributionFact, ...] = ()
    if decisions:
        outdated |= _replaced(said, decisions)
        discredited, later = _discredited(said, decisions, said_until)
        ahead = ahead or later
    dead = superseded | outdated if not everything else set(superseded)
    if not revive and not everything:
        dead.update([row.id for row in (*withdrawn, *discredited)])
    live = [row for row in said if row.id not in dead] if dead else said
    hedged = any(map(_hedge, said))
    return _graph(live, said, passed_on, tuple(withdrawn), discredited, outdated, ahead=ahead, hedged=hedged)


def _outdated(said: Iterable[AttributionFact], superseded: set[int], sources: Mapping[int, SourceFact]) -> frozenset[int]:
    """Return the rows of named voices that were certainly said before another position of the same voice.

    Withdrawn and discredited positions are compared too, so that neither revives an earlier position. A hedged position
    replaces a flat one of the same stance: who said so in 2011 and says "possibly" in 2018 says "possibly".
    """
    by_voice: dict[int, list[AttributionFact]] = {}
    for row in said:
        is_position = row.scope == FULL and not row.cites and row.copies is None and row.stance in POSITIONS
        if is_position and row.said_at and row.id not in superseded and sources[row.source].known:
            by_voice.setdefault(sources[row.source].voice, []).append(row)
    return frozenset([row.id for rows in by_voice.values() if len(rows) > 1 for row in overtaken(rows)])


def overtaken(rows: Sequence[AttributionFact]) -> Iterator[AttributionFact]:
    """Yield the positions of one voice certainly said before another: before the last one of a day, or of a minute."""
    last: dict[tuple[str, bool, bool], str] = {}
    for row in rows:
        kind = row.stance, bool(row.hedge), is_minute(row.said_at)
        last[kind] = max(last.get(kind, ""), row.said_at)
    for row in rows:
        for (stance, hedged, _), said_at in last.items():
            differs = stance != row.stance or (hedged and not row.hedge)
            if differs and certainly_after(said_at, row.said_at):
                yield row
                break


def _replaced(said: Sequence[AttributionFact], decisions: Iterable[DecisionFact]) -> set[int]:
    """Return the rows that an editor declared to be outdated by a later one, if that later one has been said by now."""
    known = {row.key: row.id for row in said}
    declared = [decision for decision in decisions if decision.kind == CHANGE_DECLARED and decision.attribution in known]
    replaced = {key for decision in declared for kind, key in decision.about if kind == "attribution"}
    return {known[key] for key in replaced if key in known}


def _discredited(
    said: Sequence[AttributionFact], decisions: Iterable[DecisionFact], said_until: str
) -> tuple[tuple[AttributionFact, ...], bool]:
    """Return the rows that were shown to be false by ``said_until``, and whether others are shown to be so later."""
    made = [decision for decision in decisions if decision.kind == DISCREDITED]
    shown = {key for by in made if by.happened_at <= said_until for kind, key in by.about if kind == "attribution"}
    later = any(by.happened_at > said_until for by in made)
    return tuple([row for row in said if row.key in shown]) if shown else (), later


def _graph(
    live: list[AttributionFact],
    said: Sequence[AttributionFact],
    passed_on: set[int],
    withdrawn: tuple[AttributionFact, ...],
    discredited: tuple[AttributionFact, ...],
    outdated: frozenset[int],
    *,
    ahead: bool,
    hedged: bool,
) -> Chains:
    live.sort(key=_key)
    nodes = [row for row in live if row.copies is None]
    position = {row.id: index for index, row in enumerate(nodes)}
    documented = {row.id for row in nodes if row.documented}
    uncited = position.keys() - passed_on
    orphans: list[AttributionFact] = []
    if len(nodes) < len(live):
        _contract_copies(live, passed_on, position, documented, uncited, orphans)
    edges = tuple([tuple([position[cited] for cited in row.cites if cited in position]) if row.cites else () for row in nodes])
    held = tuple(sorted([position[row] for row in documented | uncited]))
    if () in [out for row, out in zip(nodes, edges, strict=True) if row.cites]:
        orphans.extend(_orphaned(nodes, edges))
    reached = _reached(edges, held)
    entered: tuple[tuple[int, ...], ...] = ()
    if False in reached:
        entered = held_as_a_whole(edges, reached, said, position)
        if entered:
            reached = _reached(edges, [*held, *(index for circle in entered for index in circle)])
    return Chains(
        tuple(nodes),
        edges,
        held,
        citing_first(edges),
        reached,
        tuple(orphans),
        withdrawn,
        discredited,
        outdated,
        frozenset(uncited - documented),
        entered,
        ahead,
        hedged,
    )


def _contract_copies(
    live: Iterable[AttributionFact],
    passed_on: set[int],
    position: dict[int, int],
    documented: set[int],
    uncited: set[int],
    orphans: list[AttributionFact],
) -> None:
    """Replace each copy by the row that it copies in the end; a copy whose original no longer counts is an orphan."""
    original_of = originals(live)
    for row in live:
        if row.copies is None:
            continue
        original = original_of[row.id]
        if original is None:
            orphans.append(row)
            continue
        position[row.id] = position[original]
        if row.documented:
            documented.add(original)
        if row.id not in passed_on:
            uncited.add(original)


def originals(rows: Iterable[AttributionFact]) -> dict[int, int | None]:
    """Return for each copy the id of its final original; None if that is not among the rows, or if the copies form a circle."""
    by_id = {row.id: row for row in rows}
    found: dict[int, int | None] = {}
    for row in [row for row in by_id.values() if row.copies is not None]:
        line: list[int] = []
        at: AttributionFact | None = row
        while at is not None and at.copies is not None and at.id not in found:
            found[at.id] = None  # until the end of the line is reached; a circle has no end
            line.append(at.id)
            at = by_id.get(at.copies)
        if at is not None and line:
            end = at.id if at.copies is None else found[at.id]
            for copy in line:
                found[copy] = end
    return found


def _orphaned(nodes: Sequence[AttributionFact], edges: Sequence[tuple[int, ...]]) -> list[AttributionFact]:
    """Return the relays that have no upstream left, and those that pass on only such relays."""
    left = [len(set(out)) for out in edges]
    citing: dict[int, list[int]] = {}
    for index, out in enumerate(edges):
        for cited in set(out):
            citing.setdefault(cited, []).append(index)
    waiting = [index for index, row in enumerate(nodes) if row.cites and not left[index]]
    found = list(waiting)
    while waiting:
        for index in citing.get(waiting.pop(), ()):
            left[index] -= 1
            if not left[index]:
                waiting.append(index)
                found.append(index)
    return [nodes[index] for index in sorted(found)]


def _reached(edges: Sequence[tuple[int, ...]], held: Iterable[int]) -> tuple[bool, ...]:
    reached = [False] * len(edges)
    waiting = list(held)
    for index in waiting:
        reached[index] = True
    while waiting:
        for cited in edges[waiting.pop()]:
            if not reached[cited]:
                reached[cited] = True
                waiting.append(cited)
    return tuple(reached)


def leading_to(ends: Iterable[int], passed_on: Iterable[tuple[int, Iterable[int]]]) -> set[int]:
    """Return ``ends`` and everything that leads to them; ``passed_on`` pairs each row with the rows that it passes on."""
    citing: dict[int, list[int]] = {}
    for row, upstream in passed_on:
        for cited in upstream:
            citing.setdefault(cited, []).append(row)
    seen = set(ends)
    waiting = list(seen)
    while waiting:
        for row in citing.get(waiting.pop(), ()):
            if row not in seen:
                seen.add(row)
                waiting.append(row)
    return seen
