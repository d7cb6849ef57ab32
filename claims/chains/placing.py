"""The height of each stop: near its neighbours, never on top of another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Final

from claims.chains.ordering import BOX, Ordered, Stop, Stretch
from claims.chains.values import BOX_HEIGHT

#: The gap between two boxes, and between a passing line and its neighbour.
_BOX_GAP: Final = 16
_PASS_GAP: Final = 12
#: How often each layer is moved towards its neighbours; after four passes little moves (tested on fans and ladders).
_ROUNDS: Final = 4


def heights(order: Ordered, depths: Mapping[int, int]) -> dict[Stop, float]:
    """Return the height at which lines arrive at each stop; the topmost box or line starts at 0.

    A box extends below that by the value of ``depths`` for its hand: the lines of a stack arrive at its first box.
    """
    offsets = [_offsets(row, depths) for row in order.layers]
    found: dict[Stop, float] = {}
    for row, offset in zip(order.layers, offsets, strict=True):
        found.update(zip(row, offset, strict=True))
    rows = list(zip(order.layers, offsets, strict=True))
    left, right = _neighbours(order.stretches)
    for _ in range(_ROUNDS):
        _settle(reversed(rows), right, found)
        _settle(rows, left, found)
    _settle(reversed(rows), _both(left, right), found)
    top = min(height - _above(stop) for stop, height in found.items())
    return {stop: height - top for stop, height in found.items()}


def _above(stop: Stop) -> float:
    return BOX_HEIGHT / 2 if stop.role == BOX else 0


def _offsets(row: Sequence[Stop], depths: Mapping[int, int]) -> list[float]:
    """Return the minimum distance of each stop below the first of its layer."""
    return list(accumulate((_apart(one, other, depths) for one, other in pairwise(row)), initial=0.0))


def _apart(one: Stop, other: Stop, depths: Mapping[int, int]) -> float:
    below = depths[one.number] if one.role == BOX else 0
    return below + _above(other) + (_BOX_GAP if one.role == other.role == BOX else _PASS_GAP)


def _neighbours(stretches: Iterable[Stretch]) -> tuple[Mapping[Stop, list[Stop]], Mapping[Stop, list[Stop]]]:
    to_left: dict[Stop, list[Stop]] = {}
    to_right: dict[Stop, list[Stop]] = {}
    for left, right in stretches:
        to_left.setdefault(right, []).append(left)
        to_right.setdefault(left, []).append(right)
    return to_left, to_right


def _both(one: Mapping[Stop, list[Stop]], other: Mapping[Stop, list[Stop]]) -> dict[Stop, list[Stop]]:
    return {stop: one.get(stop, []) + other.get(stop, []) for stop in [*one, *other]}


def _settle(
    rows: Iterable[tuple[Sequence[Stop], Sequence[float]]], neighbours: Mapping[Stop, list[Stop]], found: dict[Stop, float]
) -> None:
    """Move each layer as close as possible to the mean height of its neighbours, keeping its order and distances."""
    for row, offsets in rows:
        wanted = []
        for stop in row:
            near = neighbours.get(stop, [stop])
            wanted.append(sum(found[other] for other in near) / len(near))
        found.update(zip(row, apart(wanted, offsets), strict=True))


def apart(wanted: Sequence[float], offsets: Sequence[float]) -> list[float]:
    """Return the heights with the least squared distances from ``wanted`` that keep the distances of ``offsets``.

    Source: the pool-adjacent-violators algorithm of isotonic regression (Ayer et al., Ann. Math. Statist. 26, 1955).
    """
    pools: list[tuple[float, int]] = []  # mean, count
    for height, offset in zip(wanted, offsets, strict=True):
        mean, count = height - offset, 1
        while pools and pools[-1][0] > mean:
            above, many = pools.pop()
            mean, count = (above * many + mean * count) / (many + count), many + count
        pools.append((mean, count))
    means = [mean for mean, count in pools for _ in range(count)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]
