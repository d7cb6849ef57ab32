"""How many independent origins stand behind a claim, and behind its denial, with the witnesses that prove it.

Design: docs/independence.md, which gives the rules, worked examples and the properties that always hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from claims.policy.blocs import Bloc, Different, blocs, certainly_different
from claims.policy.chains import Chains, behind, build, circles
from claims.policy.cuts import Graph
from claims.policy.facts import AttributionFact, ClaimFacts, Directory, SourceFact
from claims.vocabulary import DENIES, FULL, PARTIAL, SUPPORTS, UNSTATED


class Circle(NamedTuple):
    """A citation circle. Closed: no origin of either side and no outlet's own assertion stands behind it."""

    members: tuple[AttributionFact, ...]
    closed: bool


class Side(NamedTuple):
    """What stands behind one side (support or denial) of a claim."""

    at_least: int
    at_most: int
    open: bool  # at_most is a lower bound of the upper bound: an origin is plural
    on_record: int  # capped at cuts.LIMIT, like the two below
    disinterested: int
    routes: int
    gateways: tuple[SourceFact, ...]  # relays each of which alone lies on every route, by key
    witnesses: tuple[SourceFact, ...]  # origins that prove at_least, by key
    origins: tuple[AttributionFact, ...]
    dark: tuple[AttributionFact, ...]  # asserted, with nobody named
    partial: tuple[AttributionFact, ...]  # stand behind part of it
    closed: tuple[Circle, ...]
    exact: bool


_SEVERAL = -1  # cited by more than one row

_NOTHING = Side(0, 0, False, 0, 0, 0, (), (), (), (), (), (), True)


class Counts(NamedTuple):
    """Both sides, and the graph that they were counted on."""

    support: Side
    denial: Side
    chains: Chains
    circles: tuple[Circle, ...]


def count(facts: ClaimFacts, directory: Directory, said_until: str, *, revive: bool = False) -> Counts:
    """Return the counts of both sides as said until ``said_until``; with ``revive``, as if nothing had been withdrawn."""
    chains = build(facts.attributions, directory.sources, said_until, revive=revive, decisions=facts.decisions)
    terminal = [
        index
        for index, row in enumerate(chains.nodes)
        if not row.cites and chains.reached[index] and (row.stance == SUPPORTS or row.stance == DENIES)
    ]
    found = tuple([_circle(chains, members) for members in circles(chains)])
    support = _side(SUPPORTS, 1, terminal, found, chains, facts, directory)
    denial = _side(DENIES, -1, terminal, found, chains, facts, directory)
    return Counts(support, denial, chains, found)


def _circle(chains: Chains, members: tuple[int, ...]) -> Circle:
    ends = [chains.nodes[index] for index in behind(chains, members) if not chains.nodes[index].cites]
    closed = not any(row.scope == FULL and row.stance in (SUPPORTS, DENIES) for row in ends)
    return Circle(tuple([chains.nodes[index] for index in members]), closed)


def _side(
    stance: str,
    sign: int,
    terminal: list[int],
    found: tuple[Circle, ...],
    chains: Chains,
    facts: ClaimFacts,
    directory: Directory,
) -> Side:
    origins: list[int] = []
    dark: list[AttributionFact] = []
    partial: list[AttributionFact] = []
    for index in terminal:
        row = chains.nodes[index]
        if row.stance != stance:
            continue
        if row.scope == PARTIAL:
            partial.append(row)
        elif row.basis == UNSTATED:
            dark.append(row)
        else:
            origins.append(index)
    closed = tuple([circle for circle in found if circle.closed and _takes_side(circle, stance)]) if found else ()
    if not origins:
        if not dark and not partial and not closed:
            return _NOTHING
        at_most = len({directory.sources[row.source].voice for row in dark}) + len(closed)
        return _NOTHING._replace(at_most=at_most, dark=tuple(dark), partial=tuple(partial), closed=closed)
    return _with_origins(sign, origins, dark, partial, closed, chains, facts, directory)


def _takes_side(circle: Circle, stance: str) -> bool:
    return any(row.stance == stance and row.scope == FULL for row in circle.members)


def _with_origins(
    sign: int,
    origins: list[int],
    dark: list[AttributionFact],
    partial: list[AttributionFact],
    closed: tuple[Circle, ...],
    chains: Chains,
    facts: ClaimFacts,
    directory: Directory,
) -> Side:
    sources = directory.sources
    rows = tuple([chains.nodes[index] for index in origins])
    speakers = [sources[row.source] for row in rows]
    classes = {speaker.voice for speaker in speakers}
    if dark:
        classes.update([sources[row.source].voice for row in dark])
    different = _different(speakers, directory)
    served = {sources[source].voice for source, side in facts.stakes if side * sign > 0} if facts.stakes else set()
    identified = [index for index, speaker in zip(origins, speakers, strict=True) if speaker.identified]
    disinterested = [index for index in identified if sources[chains.nodes[index].source].voice not in served]
    routes, on_record, free, gateways = _routes(origins, identified, disinterested, chains, directory)
    return Side(
        len(different.blocs),
        len(classes) + len(closed),
        True in [speaker.plural for speaker in speakers],
        on_record,
        free,
        routes,
        gateways,
        tuple([bloc.source for bloc in different.blocs]),
        rows,
        tuple(dark),
        tuple(partial),
        closed,
        different.exact,
    )


def _different(speakers: list[SourceFact], directory: Directory) -> Different:
    if len(speakers) == 1:
        only = speakers[0]
        return Different((Bloc(only.family, only.identified, only),), exact=True)
    return certainly_different(blocs(speakers), directory)


def _routes(
    origins: list[int], identified: list[int], disinterested: list[int], chains: Chains, directory: Directory
) -> tuple[int, int, int, tuple[SourceFact, ...]]:
    """Return the cuts of all, of the named and of the disinterested origins, and the gateways to all of them."""
    line = _only_way(chains, origins[0]) if len(origins) == 1 else None
    if line is not None:
        relays = [chains.nodes[index] for index in line if chains.nodes[index].cites]
        return 1, int(bool(identified)), int(bool(disinterested)), _relay_sources(relays, None, directory)
    sources = directory.sources
    graph = Graph(chains.edges, chains.held, [sources[row.source].family for row in chains.nodes])
    routes = graph.cut(origins)
    on_record = routes if identified == origins else graph.cut(identified)
    free = on_record if disinterested == identified else graph.cut(disinterested)
    gateways = _gateways(origins, graph, chains, directory) if routes == 1 else ()
    return routes, on_record, free, gateways


def _only_way(chains: Chains, origin: int) -> list[int] | None:
    """Return the only way from a held row to ``origin`` where there is one line of rows, else None: the fast path.

    Each row of the line is cited by one row at most, and only the outermost one is held: so every row lies on every way.
    """
    citing: dict[int, int] = {}
    for index, out in enumerate(chains.edges):
        for cited in out:
            citing[cited] = _SEVERAL if cited in citing else index
    line = [origin]
    while line[-1] in citing:
        further = citing[line[-1]]
        if further == _SEVERAL or line[-1] in chains.held or len(line) > len(citing):
            return None
        line.append(further)
    return line


def _gateways(origins: list[int], graph: Graph, chains: Chains, directory: Directory) -> tuple[SourceFact, ...]:
    found = set(graph.single_gateways(origins))
    if not found:
        return ()
    towards = _leading_to(origins, chains)
    relays = [row for index, row in enumerate(chains.nodes) if row.cites and index in towards and chains.reached[index]]
    return _relay_sources(relays, found, directory)


def _leading_to(origins: Iterable[int], chains: Chains) -> set[int]:
    citing: dict[int, list[int]] = {}
    for index, out in enumerate(chains.edges):
        for cited in out:
            citing.setdefault(cited, []).append(index)
    seen = set(origins)
    waiting = list(seen)
    while waiting:
        for index in citing.get(waiting.pop(), ()):
            if index not in seen:
                seen.add(index)
                waiting.append(index)
    return seen


def _relay_sources(
    relays: Iterable[AttributionFact], families: set[int] | None, directory: Directory
) -> tuple[SourceFact, ...]:
    """Return for each family (None: of all relays) the relay with the first key, ordered by key."""
    by_family: dict[int, SourceFact] = {}
    for row in relays:
        source = directory.sources[row.source]
        if families is None or source.family in families:
            known = by_family.get(source.family)
            if known is None or source.key < known.key:
                by_family[source.family] = source
    return tuple(sorted(by_family.values(), key=lambda source: source.key))
