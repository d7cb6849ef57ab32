"""How far from us each hand is, and which links close a cycle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from claims.chains.values import Hand, Link


class Walk(NamedTuple):
    """The hands in the order of a walk from us to the origins; each is left once everything behind it has been seen."""

    met: tuple[int, ...]
    left: tuple[int, ...]
    back: frozenset[Link]  # links to a hand that the walk has not left yet: each closes a cycle


def walk(hands: Iterable[Hand], links: Iterable[Link]) -> Walk:
    """Follow every hand to its origins, first those that nobody passes on, then the rest: closed cycles."""
    below = _below(links)
    met: dict[int, None] = {}
    left: list[int] = []
    back: set[Link] = set()
    for start in _starts(hands, below):
        if start not in met:
            _follow(start, below, met, left, back)
    return Walk(tuple(met), tuple(left), frozenset(back))


def _below(links: Iterable[Link]) -> Mapping[int, Sequence[Link]]:
    below: dict[int, list[Link]] = {}
    for link in sorted(set(links)):
        below.setdefault(link.citing, []).append(link)
    return below


def _starts(hands: Iterable[Hand], below: Mapping[int, Sequence[Link]]) -> list[int]:
    passed_on = {link.cited for found in below.values() for link in found}
    return [hand.number for hand in sorted(hands, key=lambda hand: (hand.number in passed_on, not hand.held, hand.number))]


def _follow(start: int, below: Mapping[int, Sequence[Link]], met: dict[int, None], left: list[int], back: set[Link]) -> None:
    # An explicit stack: a chain may be deeper than Python's recursion limit.
    met[start] = None
    busy: dict[int, Iterator[Link]] = {start: iter(below.get(start, ()))}
    while busy:
        number = next(reversed(busy))
        link = next(busy[number], None)
        if link is None:
            del busy[number]
            left.append(number)
        elif link.cited in busy:
            back.add(link)
        elif link.cited not in met:
            met[link.cited] = None
            busy[link.cited] = iter(below.get(link.cited, ()))


def layers(found: Walk, links: Iterable[Link]) -> dict[int, int]:
    """Return the layer of each hand: one to the right of everybody who passes it on, except in cycles."""
    layer = dict.fromkeys(found.met, 0)
    below = _below(link for link in links if link not in found.back)
    for number in reversed(found.left):
        for link in below.get(number, ()):
            layer[link.cited] = max(layer[link.cited], layer[number] + 1)
    return layer


def layered(hands: Iterable[Hand], links: Iterable[Link]) -> tuple[dict[int, int], frozenset[Link]]:
    """Return the layer of each hand, and the links that close a cycle."""
    every = sorted(set(links))
    found = walk(hands, every)
    return layers(found, every), found.back


def parts(numbers: Iterable[int], links: Iterable[Link]) -> list[list[int]]:
    """Return the connected parts, largest first, equal ones in the order of recording."""
    neighbours: dict[int, set[int]] = {number: set() for number in numbers}
    for link in links:
        neighbours[link.citing].add(link.cited)
        neighbours[link.cited].add(link.citing)
    seen: set[int] = set()
    found = [_reached(start, neighbours, seen) for start in sorted(neighbours) if start not in seen]
    return sorted(found, key=lambda part: (-len(part), part[0]))


def _reached(start: int, neighbours: Mapping[int, set[int]], seen: set[int]) -> list[int]:
    seen.add(start)
    waiting, part = [start], [start]
    while waiting:
        new = neighbours[waiting.pop()] - seen
        seen |= new
        waiting += new
        part += new
    return sorted(part)
