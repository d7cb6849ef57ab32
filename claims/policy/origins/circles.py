"""Circles of citations: rows that cite each other, and chains that return to the voice that they started from."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

from claims.policy.facts import AttributionFact
from claims.policy.origins.graphs import strong_components

_Edges = Sequence[tuple[int, ...]]


def citing_first(edges: _Edges) -> tuple[int, ...]:
    """Return the nodes, each before all nodes that it leads to (Kahn 1962). Those that a circle leads to are left out."""
    citing = [0] * len(edges)
    for out in edges:
        for cited in out:
            citing[cited] += 1
    order = [index for index, number in enumerate(citing) if not number]
    for index in order:  # grows meanwhile
        for cited in edges[index]:
            citing[cited] -= 1
            if not citing[cited]:
                order.append(cited)
    return tuple(order)


def circles(edges: _Edges, reached: Sequence[bool]) -> tuple[tuple[int, ...], ...]:
    """Return the circles among the reached nodes: strongly connected components with a cycle, as positions."""
    return _with_a_cycle((index for index, is_reached in enumerate(reached) if is_reached), edges)


def held_as_a_whole(
    edges: _Edges, reached: Sequence[bool], said: Iterable[AttributionFact], position: Mapping[int, int]
) -> tuple[tuple[int, ...], ...]:
    """Return the circles none of whose nodes is reached, and which no row outside cites, rows that no longer count included.

    Somebody must have started the circle, but the record does not show who. Without this rule the circle would be held
    nowhere and would not be counted. ``position`` maps the id of each live row and copy to its node.
    """
    unreached = [index for index, is_reached in enumerate(reached) if not is_reached and edges[index]]
    found = _with_a_cycle(unreached, edges) if unreached else ()
    if not found:
        return ()
    circle_of = {index: circle for circle in found for index in circle}
    outside: set[tuple[int, ...]] = set()
    for row in said:
        own = circle_of.get(position.get(row.id, -1))
        for upstream in row.cites if row.copies is None else (row.copies,):
            circle = circle_of.get(position.get(upstream, -1))
            if circle is not None and circle != own:
                outside.add(circle)
    return tuple(circle for circle in found if circle not in outside)


def coming_back(edges: _Edges, voices: Sequence[int], order: Sequence[int]) -> list[tuple[int, ...]]:
    """Return chains that leave a voice through another one and return to it: one for each voice, as positions from its start.

    The voices that each node leads to are collected as bits, each node after all nodes that it leads to. ``order`` has all
    nodes, each before all nodes that it leads to, if there is no circle.
    """
    bit = {voice: 1 << number for number, voice in enumerate(dict.fromkeys(voices))}
    own = [bit[voice] for voice in voices]
    leads_to = [0] * len(edges)  # voices of all nodes that a node leads to
    through = own[:]  # those, and its own
    all_in_order = len(order) == len(edges)
    for circle in [(index,) for index in reversed(order)] if all_in_order else strong_components(range(len(edges)), edges):
        after = 0
        for index in circle:
            for cited in edges[index]:
                after |= through[cited]
        for index in circle:
            leads_to[index] = after
            through[index] |= after
    found: dict[int, tuple[int, ...]] = {}
    for index, out in enumerate(edges):
        voice = voices[index]
        # A way back leaves through another voice, so its own is among what comes after one that it cites.
        if not leads_to[index] & own[index] or voice in found:
            continue
        if any(voices[cited] != voice and leads_to[cited] & own[index] for cited in out):
            found[voice] = _way_back(index, edges, voices)
    return list(found.values())


def _way_back(start: int, edges: _Edges, voices: Sequence[int]) -> tuple[int, ...]:
    """Return a shortest chain from a node through another voice to its own voice."""
    voice = voices[start]
    came_from = {cited: start for cited in sorted(edges[start]) if voices[cited] != voice}
    waiting = deque(came_from)
    while True:
        index = waiting.popleft()
        for cited in sorted(edges[index]):
            if voices[cited] == voice:
                way = [cited, index]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return tuple(reversed(way))
            if cited not in came_from:
                came_from[cited] = index
                waiting.append(cited)


def _with_a_cycle(starts: Iterable[int], edges: _Edges) -> tuple[tuple[int, ...], ...]:
    found = strong_components(starts, edges)
    return tuple(sorted(circle for circle in found if len(circle) > 1 or circle[0] in edges[circle[0]]))
