"""Ties between named sources in time: whose voice a source has, and what it is related to, when it says something.

A tie counts for a statement if its period overlaps the time at which the statement may have been made. So a minister speaks for
the government while in office, and only for himself afterwards.

Design: section "Ties in time" of docs/independence.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from claims.policy.origins.graphs import reachable, strong_components
from factcheck.dates.partial_dates import certainly_after
from sources.families import LEADING_UP, Judged, Pair, Tie, Ties, without_judged
from sources.vocabulary import OWNED_BY, SAME_AS, VOICE_RELATIONS

_UP: Final = LEADING_UP - {SAME_AS}
#: How many times one component keeps results for: bounds memory over a run on many claims (a guess).
_TIMES_KEPT: Final = 500

_Edges = dict[int, list[tuple[int, Tie]]]


def holds(tie: Tie, said_at: str) -> bool:
    """Return whether the period of a tie overlaps the times that ``said_at`` may mean; an unknown date may be any."""
    if not said_at:
        return True
    begins_later = tie.from_on and certainly_after(tie.from_on, said_at)
    return not begins_later and not (tie.until_on and certainly_after(said_at, tie.until_on))


class Place(NamedTuple):
    """The relations of a source when it says something, as ids of sources."""

    voice: int
    touches: frozenset[int]  # what it is related to: two rows that touch one source are of one family


class Component:
    """Sources that ties join, directly or not, at any time. Results are cached: most statements share the same ties."""

    __slots__ = ("_dated", "_down", "_lateral", "_records", "_times", "_up", "apart", "ties")

    def __init__(self, ties: Iterable[Tie], apart: Iterable[Pair] = ()) -> None:
        """Take all ties, and the pairs whose direct family tie is removed by an editor's judgement of independence."""
        self.ties = tuple(sorted(ties))
        self.apart = tuple(sorted(apart))
        self._records = _Records(self.ties)
        self._up: _Edges = {}
        self._down: _Edges = {}
        self._lateral: _Edges = {}  # in both directions: shares reporting with, judged dependent
        for tie in without_judged(self.ties, self.apart):
            lower, upper = self._records.first(tie.lower), self._records.first(tie.upper)
            if lower != upper:
                forth, back = (self._up, self._down) if tie.kind in _UP else (self._lateral, self._lateral)
                forth.setdefault(lower, []).append((upper, tie))
                back.setdefault(upper, []).append((lower, tie))
        self._dated = any(tie.from_on or tie.until_on for tie in self.ties if tie.kind != SAME_AS)
        self._times: dict[str, _Time] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Component) and self.read == other.read

    def __hash__(self) -> int:
        return hash(self.read)

    @property
    def read(self) -> tuple[object, ...]:
        """Everything that was read, for digests."""
        return self.ties, self.apart

    @property
    def needs_time(self) -> bool:
        """Whether one voice and one family for each source, whatever the time, are not enough.

        They are enough if no tie is dated, no source has two above it, nothing is owned, and only the top shares reporting.
        """
        if self._dated or any(tie.kind == OWNED_BY for tie in self.ties):
            return True
        two_above = any(len({upper for upper, _ in ties}) > 1 for ties in self._up.values())
        return two_above or not self._lateral.keys().isdisjoint(self._up)

    def place(self, source: int, said_at: str) -> Place:
        """Return what a source was to others when it said something."""
        return self._time(said_at).place(self._records.first(source))

    def parties(self, source: int, said_at: str) -> frozenset[int]:
        """Return the sources whose stakes a source had then: itself, its voice, and all above it and below these two."""
        return self._time(said_at).parties(self._records.first(source))

    def voice(self, source: int) -> int:
        """Return the voice of a source by all ties, whatever their periods: judgements of unnamed sources apply to it."""
        return self._time("").voice(self._records.first(source))

    def below(self, touched: Iterable[int]) -> set[int]:
        """Return the records of these sources, and of all sources from which ties ever led up to them."""
        return self._records.all_of(reachable(touched, self._time("").down))

    def _time(self, said_at: str) -> _Time:
        key = said_at if self._dated else ""
        found = self._times.get(key)
        if found is None:
            if len(self._times) > _TIMES_KEPT:
                self._times.clear()
            found = self._times[key] = _Time(key, self._up, self._down, self._lateral, self._records)
        return found


def components(family: Mapping[int, int], ties: Ties) -> dict[int, Component]:
    """Return the families whose voices depend on the time, by id; ``family`` maps each source to its family."""
    by_family: dict[int, tuple[list[Tie], list[Pair]]] = {}
    for tie in ties.ties:
        if tie.lower in family and family[tie.lower] == family.get(tie.upper):
            by_family.setdefault(family[tie.lower], ([], []))[0].append(tie)
    for one, other in ties.independent:
        if one in family and family[one] == family.get(other) and family[one] in by_family:
            by_family[family[one]][1].append((one, other))
    found = {head: Component(*of_one) for head, of_one in by_family.items()}
    return {head: component for head, component in found.items() if component.needs_time}


def independent_voices(pairs: Iterable[tuple[Judged, Judged]], ties: Mapping[int, Component]) -> frozenset[tuple[int, int]]:
    """Return pairs of sources as pairs of their voices, lower id first."""
    voices = [sorted(_voice(one, ties) for one in pair) for pair in pairs]
    return frozenset((low, high) for low, high in voices)


def _voice(one: Judged, ties: Mapping[int, Component]) -> int:
    return ties[one.family].voice(one.id) if one.family in ties else one.voice


class _Records:
    """Which records are of the same source: the first of them represents all."""

    __slots__ = ("_all", "_first")

    def __init__(self, ties: Iterable[Tie]) -> None:
        edges: dict[int, list[int]] = {}
        for tie in ties:
            if tie.kind == SAME_AS:
                edges.setdefault(tie.lower, []).append(tie.upper)
                edges.setdefault(tie.upper, []).append(tie.lower)
        groups = strong_components(edges, edges)
        self._first = {record: group[0] for group in groups for record in group}
        self._all = {group[0]: group for group in groups}

    def first(self, record: int) -> int:
        return self._first.get(record, record)

    def all_of(self, firsts: Iterable[int]) -> set[int]:
        return {record for first in firsts for record in self._all.get(first, (first,))}


class _Time:
    """The ties that hold for statements made at one time; each is evaluated only when a source leads to it."""

    __slots__ = ("_down", "_lateral", "_parties", "_places", "_records", "_said_at", "_up", "_voices")

    def __init__(self, said_at: str, up: _Edges, down: _Edges, lateral: _Edges, records: _Records) -> None:
        self._said_at = said_at
        self._up, self._down, self._lateral = up, down, lateral
        self._records = records
        self._places: dict[int, Place] = {}
        self._parties: dict[int, frozenset[int]] = {}
        self._voices: dict[int, int] = {}

    def place(self, first: int) -> Place:
        known = self._places.get(first)
        if known is None:
            touches = reachable([first], self._up_or_lateral)
            known = self._places[first] = Place(self.voice(first), frozenset(touches))
        return known

    def parties(self, first: int) -> frozenset[int]:
        known = self._parties.get(first)
        if known is None:
            all_above = reachable([first], self._above)
            records = self._records.all_of(all_above | reachable([first, self.voice(first)], self.down))
            known = self._parties[first] = frozenset(records)
        return known

    def voice(self, first: int) -> int:
        """Return the last source that every path upwards passes through; a circle is one voice, named by its smallest id."""
        if first not in self._voices:
            above = {source: list(self._spoken_for(source)) for source in reachable([first], self._spoken_for)}
            for group in strong_components([first], above):
                # All that this group leads up to was handled before it: its paths meet if theirs have the same last source.
                ends = {self._voices[upper] for source in group for upper in above[source] if upper not in group}
                self._voices.update(dict.fromkeys(group, ends.pop() if len(ends) == 1 else group[0]))
        return self._voices[first]

    def down(self, source: int) -> Iterator[int]:
        return self._holding(self._down, source)

    def _above(self, source: int) -> Iterator[int]:
        return self._holding(self._up, source)

    def _up_or_lateral(self, source: int) -> Iterator[int]:
        yield from self._holding(self._up, source)
        yield from self._holding(self._lateral, source)

    def _spoken_for(self, source: int) -> Iterator[int]:
        return (to for to, tie in self._up.get(source, ()) if tie.kind in VOICE_RELATIONS and holds(tie, self._said_at))

    def _holding(self, edges: _Edges, source: int) -> Iterator[int]:
        return (to for to, tie in edges.get(source, ()) if holds(tie, self._said_at))
