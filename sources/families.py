"""Ties between sources, and which sources they join, whatever the periods of the ties: pure computation.

A voice joins sources that speak as one (speaks for, part of, same as). A family joins voices that may share an origin (owned
by, shares reporting with, judged dependent), transitively. A judgement of independence removes the *direct* tie of its pair.

These groups ignore time: they are for filters, and for finding the claims that a change of a tie may concern. The relations
of a source when it says something are computed by ``claims.policy.origins.ties``.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from sources.vocabulary import OWNED_BY, SAME_AS, VOICE_RELATIONS

Pair = tuple[int, int]
#: The kinds of ties that lead from a source up to the one above it, or to another record of it.
LEADING_UP: Final = frozenset((*VOICE_RELATIONS, OWNED_BY))


class Tie(NamedTuple):
    """A tie between two named sources, or a judgement that one depends on the other. ``upper`` is the one spoken for."""

    lower: int
    upper: int
    kind: str  # of SourceRelationKind, or ``dependent``
    from_on: str = ""  # a day; empty: open
    until_on: str = ""


class Ties(NamedTuple):
    """Ties of some sources, and the pairs of these sources that editors judged independent."""

    ties: tuple[Tie, ...] = ()
    independent: tuple[Pair, ...] = ()


class Judged(NamedTuple):
    """One of two sources that an editor judged, with its voice and family."""

    id: int
    voice: int
    family: int


class Groups(NamedTuple):
    """The voice and family of each source, each named by its smallest source id."""

    voice: Mapping[int, int]
    family: Mapping[int, int]


def group(sources: Iterable[int], ties: Ties) -> Groups:
    """Return the voices and families of ``sources``; only ties within ``sources`` are followed."""
    ids = sorted(sources)
    voices = [(tie.lower, tie.upper) for tie in ties.ties if tie.kind in VOICE_RELATIONS]
    return Groups(_joined(ids, voices), _joined(ids, [*voices, *_direct(ids, ties)]))


def uplines(starts: Iterable[int], ties: Iterable[Tie]) -> dict[int, tuple[int, ...]]:
    """Return each source, followed by the other records of it and all sources that ties lead up to from it at any time."""
    up: dict[int, set[int]] = {}
    for tie in ties:
        if tie.kind in LEADING_UP:
            up.setdefault(tie.lower, set()).add(tie.upper)
        if tie.kind == SAME_AS:
            up.setdefault(tie.upper, set()).add(tie.lower)
    found = {}
    for start in set(starts):
        seen, waiting = {start}, [start]
        while waiting:
            more = up.get(waiting.pop(), set()) - seen
            seen |= more
            waiting.extend(more)
        found[start] = (start, *sorted(seen - {start}))
    return found


def spoken_for(ties: Ties) -> dict[int, int]:
    """Return for each source that speaks for or is part of another one, at any time, the only one at the top."""
    up: dict[int, set[int]] = {}
    for tie in ties.ties:
        if tie.kind in VOICE_RELATIONS and tie.kind != SAME_AS:
            up.setdefault(tie.lower, set()).add(tie.upper)
    found = {}
    for source in up:
        seen, waiting = {source}, [source]
        while waiting:
            more = up.get(waiting.pop(), set()) - seen
            seen |= more
            waiting.extend(more)
        tops = seen - up.keys()
        if len(tops) == 1:
            found[source] = tops.pop()
    return found


def still_joined(pair: Pair, groups: Groups, ties: Ties) -> tuple[int, ...]:
    """Return a shortest chain of voices that still joins two sources judged independent; empty if none does."""
    voice = groups.voice
    start, goal = voice[pair[0]], voice[pair[1]]
    neighbours: dict[int, set[int]] = {}
    for one, other in _direct(voice, ties):
        neighbours.setdefault(voice[one], set()).add(voice[other])
        neighbours.setdefault(voice[other], set()).add(voice[one])
    came_from = {start: start}
    waiting = deque([start])
    while waiting and goal not in came_from:
        at = waiting.popleft()
        for further in sorted(neighbours.get(at, ())):
            if further not in came_from:
                came_from[further] = at
                waiting.append(further)
    return _chain(goal, came_from) if goal in came_from else ()


def without_judged(ties: Iterable[Tie], independent: Iterable[Pair]) -> list[Tie]:
    """Return ties without the direct family ties of the pairs judged independent; all records of one source count as one."""
    ties = tuple(ties)
    apart = tuple(independent)
    if not apart:
        return list(ties)
    ids = {source for tie in ties for source in (tie.lower, tie.upper)} | {source for pair in apart for source in pair}
    same = _joined(sorted(ids), [(tie.lower, tie.upper) for tie in ties if tie.kind == SAME_AS])
    judged = {_ordered(same[one], same[other]) for one, other in apart}
    return [tie for tie in ties if tie.kind in VOICE_RELATIONS or _ordered(same[tie.lower], same[tie.upper]) not in judged]


def _direct(ids: Iterable[int], ties: Ties) -> Iterator[Pair]:
    """Yield the ends of the family ties among ``ids``."""
    known = set(ids)
    for tie in without_judged(ties.ties, ties.independent):
        if tie.kind not in VOICE_RELATIONS and tie.lower in known and tie.upper in known:
            yield tie.lower, tie.upper


def _chain(goal: int, came_from: Mapping[int, int]) -> tuple[int, ...]:
    chain = [goal]
    while came_from[chain[-1]] != chain[-1]:
        chain.append(came_from[chain[-1]])
    return tuple(reversed(chain))


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
