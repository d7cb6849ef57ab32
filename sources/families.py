"""Which sources are one voice, and which voices are one family: pure computation over the ties between them.

A voice joins sources that speak as one (speaks for, part of, same as). A family joins voices that may share an origin (owned
by, shares reporting with, judged dependent), transitively. A judgement of independence removes the *direct* tie of its pair.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from typing import NamedTuple

Pair = tuple[int, int]


class Ties(NamedTuple):
    """Ties between named sources, as pairs of source ids in any order."""

    voice: tuple[Pair, ...]
    family: tuple[Pair, ...]  # current family relations and judgements of dependence
    independent: tuple[Pair, ...]  # judgements of independence


class Groups(NamedTuple):
    """The voice and family of each source, each named by its smallest source id."""

    voice: Mapping[int, int]
    family: Mapping[int, int]


def group(sources: Iterable[int], ties: Ties) -> Groups:
    """Return the voices and families of ``sources``; only ties within ``sources`` are followed."""
    ids = sorted(sources)
    voice = _joined(ids, ties.voice)
    family = _joined(ids, _between_voices(voice, ties))
    return Groups(voice, {source: family[voice[source]] for source in ids})


def still_joined(pair: Pair, groups: Groups, ties: Ties) -> tuple[int, ...]:
    """Return a shortest chain of voices that still joins two sources judged independent; empty if there is none."""
    start, goal = groups.voice[pair[0]], groups.voice[pair[1]]
    neighbours: dict[int, set[int]] = {}
    for one, other in _between_voices(groups.voice, ties):
        neighbours.setdefault(one, set()).add(other)
        neighbours.setdefault(other, set()).add(one)
    came_from = {start: start}
    waiting = deque([start])
    while waiting and goal not in came_from:
        voice = waiting.popleft()
        for further in sorted(neighbours.get(voice, ())):
            if further not in came_from:
                came_from[further] = voice
                waiting.append(further)
    return _chain(goal, came_from) if goal in came_from else ()


def _chain(goal: int, came_from: Mapping[int, int]) -> tuple[int, ...]:
    chain = [goal]
    while came_from[chain[-1]] != chain[-1]:
        chain.append(came_from[chain[-1]])
    return tuple(reversed(chain))


def _between_voices(voice: Mapping[int, int], ties: Ties) -> list[Pair]:
    apart = {_ordered(voice[one], voice[other]) for one, other in ties.independent if one in voice and other in voice}
    pairs = {_ordered(voice[one], voice[other]) for one, other in ties.family if one in voice and other in voice}
    return sorted(pair for pair in pairs - apart if pair[0] != pair[1])


def _ordered(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def _joined(ids: Iterable[int], pairs: Iterable[Pair]) -> dict[int, int]:
    """Return for each id the smallest id of its component (union-find)."""
    root = {source: source for source in ids}

    def find(source: int) -> int:
        while root[source] != source:
            root[source] = root[root[source]]
            source = root[source]
        return source

    for one, other in pairs:
        if one in root and other in root:
            low, high = _ordered(find(one), find(other))
            root[high] = low
    return {source: find(source) for source in root}
