"""How many independent origins support a claim, and how many deny it, with the witnesses that prove it.

Design: docs/independence.md, which has the rules, worked examples and the properties that always hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from claims.policy.facts import AttributionFact, ClaimFacts, Directory, SourceFact
from claims.policy.origins.blocs import Bloc, Different, blocs, certainly_different
from claims.policy.origins.chains import Chains, build, leading_to
from claims.policy.origins.circles import circles
from claims.policy.origins.cuts import LIMIT, Graph
from claims.policy.origins.stakes import Stakes
from claims.vocabulary import DENIES, FULL, PARTIAL, SUPPORTS, UNSTATED


class Circle(NamedTuple):
    """A citation circle. Closed: it has no origin of either side, and no outlet's own assertion, behind it."""

    members: tuple[AttributionFact, ...]
    closed: bool


class Side(NamedTuple):
    """The counts of one side (support or denial) of a claim, and the rows that they rest on."""

    at_least: int
    at_most: int
    open: bool  # whether more than at_most are possible, because an origin is plural
    on_record: int  # capped at cuts.LIMIT, like the two below
    disinterested: int
    routes: int
    gateways: tuple[SourceFact, ...]  # relays each of which alone lies on every route, by key
    witnesses: tuple[SourceFact, ...]  # origins that prove at_least, by key
    origins: tuple[AttributionFact, ...]
    dark: tuple[AttributionFact, ...]  # rows that assert it without naming a source
    partial: tuple[AttributionFact, ...]  # rows that support or deny only part of it
    closed: tuple[Circle, ...]
    exact: bool  # if not, a search was given up: at_least, on_record, disinterested and routes are proven, and may be higher


_SIDES = (SUPPORTS, DENIES)
_SEVERAL = -1  # cited by more than one row

_NOTHING = Side(0, 0, False, 0, 0, 0, (), (), (), (), (), (), True)


class Counts(NamedTuple):
    """Both sides, and the graph that they were counted on."""

    support: Side
    denial: Side
    chains: Chains
    circles: tuple[Circle, ...]


def count(facts: ClaimFacts, directory: Directory, said_until: str, *, revive: bool = False) -> Counts:
    """Return the counts of both sides at ``said_until``; with ``revive``, as if nothing had been withdrawn or discredited."""
    chains = build(facts.attributions, directory.sources, said_until, revive=revive, decisions=facts.decisions)
    terminal = [
        index
        for index, row in enumerate(chains.nodes)
        if not row.cites and chains.reached[index] and (row.stance == SUPPORTS or row.stance == DENIES)
    ]
    found = _circles(chains)
    support = _side(SUPPORTS, 1, terminal, found, chains, facts, directory)
    denial = _side(DENIES, -1, terminal, found, chains, facts, directory)
    return Counts(support, denial, chains, found)


def _circles(chains: Chains) -> tuple[Circle, ...]:
    found = () if chains.in_order else circles(chains.edges, chains.reached)
    if not found:
        return ()
    ends = [index for index, row in enumerate(chains.nodes) if not row.cites and row.scope == FULL and row.stance in _SIDES]
    open_ones = leading_to(ends, enumerate(chains.edges))
    return tuple([Circle(tuple([chains.nodes[index] for index in one]), one[0] not in open_ones) for one in found])


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
    identified = [index for index, speaker in zip(origins, speakers, strict=True) if speaker.identified]
    disinterested = identified
    if facts.stakes:
        stakes = Stakes(facts.stakes, directory)
        disinterested = [index for index in identified if not stakes.of(sources[chains.nodes[index].source], sign)]
    routes = _routes(origins, identified, disinterested, chains, directory)
    return Side(
        len(different.blocs),
        len(classes) + len(closed),
        True in [speaker.plural for speaker in speakers],
        routes.on_record,
        routes.disinterested,
        routes.routes,
        routes.gateways,
        tuple([bloc.source for bloc in different.blocs]),
        rows,
        tuple(dark),
        tuple(partial),
        closed,
        different.exact and routes.exact,
    )


def _different(speakers: list[SourceFact], directory: Directory) -> Different:
    if len(speakers) == 1:
        only = speakers[0]
        return Different((Bloc(only.family, only.known, only),), exact=True)
    return certainly_different(blocs(speakers), directory)


class _Routes(NamedTuple):
    """The cuts of all, of the named and of the disinterested origins, and the gateways to all of them."""

    routes: int
    on_record: int
    disinterested: int
    gateways: tuple[SourceFact, ...]
    exact: bool


def _routes(
    origins: list[int], identified: list[int], disinterested: list[int], chains: Chains, directory: Directory
) -> _Routes:
    line = _only_way(chains, origins[0]) if len(origins) == 1 else None
    if line is not None:
        relays = [chains.nodes[index] for index in line if chains.nodes[index].cites]
        gateways = _relay_sources(relays, None, directory)
        flat = not (chains.hedged and any(chains.nodes[index].hedge for index in line))
        return _Routes(1, int(flat and bool(identified)), int(flat and bool(disinterested)), gateways, exact=True)
    sources = directory.sources
    routes = len({sources[chains.nodes[index].source].family for index in origins})
    if routes > 1 and _all_held(chains, origins):
        return _held_themselves(routes, identified, disinterested, chains, directory)
    graph = _graph(chains, [sources[row.source].family for row in chains.nodes])
    every = graph.cut(origins)
    hedged = [index for index, row in enumerate(chains.nodes) if row.hedge] if chains.hedged else []
    flat_graph = graph.without(hedged) if hedged else graph
    named = every if identified == origins and not hedged else flat_graph.cut(identified)
    free = named if disinterested == identified else flat_graph.cut(disinterested)
    # A cut of more origins also cuts fewer: a number proven for some of them is proven for all.
    on_record = max(named.families, free.families)
    gateways = _gateways(origins, every.gateways, chains, directory) if every.gateways else ()
    exact = every.exact and named.exact and free.exact
    return _Routes(max(every.families, on_record), on_record, free.families, gateways, exact)


def _all_held(chains: Chains, origins: list[int]) -> bool:
    return set(chains.held).issuperset(origins)


def _held_themselves(
    routes: int, identified: list[int], disinterested: list[int], chains: Chains, directory: Directory
) -> _Routes:
    """Return the cuts where each origin is held itself: all of their families, and no fewer. A fast path."""
    if chains.hedged:
        identified = [index for index in identified if not chains.nodes[index].hedge]
        disinterested = [index for index in disinterested if not chains.nodes[index].hedge]
    sources = directory.sources
    on_record = free = len({sources[chains.nodes[index].source].family for index in identified})
    if disinterested != identified:
        free = len({sources[chains.nodes[index].source].family for index in disinterested})
    return _Routes(min(routes, LIMIT), min(on_record, LIMIT), min(free, LIMIT), (), exact=True)


def _graph(chains: Chains, families: list[int]) -> Graph:
    """Return the graph in which cuts are searched. A circle held as a whole is entered at one point, a family of its own."""
    if not chains.entered:
        return Graph(chains.edges, chains.held, families)
    entries = range(len(families), len(families) + len(chains.entered))
    lowest = min(families)
    own = [lowest - number for number in range(1, len(entries) + 1)]
    return Graph((*chains.edges, *chains.entered), (*chains.held, *entries), [*families, *own])


def _only_way(chains: Chains, origin: int) -> list[int] | None:
    """Return the only path from a held row to ``origin`` if it is a single line of rows, else None: the fast path.

    At most one row cites each row of the line, and only the outermost one is held: so every row lies on every path.
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


def _gateways(origins: list[int], families: Iterable[int], chains: Chains, directory: Directory) -> tuple[SourceFact, ...]:
    towards = leading_to(origins, enumerate(chains.edges))
    relays = [row for index, row in enumerate(chains.nodes) if row.cites and index in towards and chains.reached[index]]
    return _relay_sources(relays, set(families), directory)


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
