"""Claims that are slow to count: projective planes, and routes among which a smallest cut is hard to find."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random
from typing import Final

from tests.claims.policy.build import Facts

#: Perfect difference sets: each other number modulo q² + q + 1 is the difference of exactly two of them. Shifted by each of
#: these numbers, they are the lines of a projective plane of order q, any two of which meet in one point.
#: Source: J. Singer, "A theorem in finite projective geometry", Trans. Amer. Math. Soc. 43 (1938).
DIFFERENCES: Final = {
    7: (0, 1, 4, 12, 14, 30, 37, 52),
    8: (0, 1, 17, 39, 41, 44, 48, 54, 62),
    9: (0, 1, 37, 39, 51, 58, 66, 69, 82, 86),
    11: (0, 1, 8, 21, 39, 43, 48, 54, 73, 105, 117, 131),
    13: (0, 1, 8, 24, 37, 41, 59, 107, 119, 128, 134, 139, 153, 181),
    16: (0, 1, 4, 16, 26, 57, 64, 91, 93, 99, 104, 123, 143, 205, 219, 228, 256),
    17: (0, 1, 7, 56, 67, 77, 85, 90, 107, 121, 171, 209, 234, 246, 262, 266, 281, 305),
}


def lines(order: int) -> list[list[int]]:
    """Return the lines of a projective plane, each as a list of its points."""
    points = order * order + order + 1
    return [sorted((number + first) % points for number in DIFFERENCES[order]) for first in range(points)]


def routes(ways: Iterable[Sequence[int]]) -> Facts:
    """Return a claim with a route for each way: its first point asserts it, and each further one cites the one before."""
    facts = Facts()
    for number, way in enumerate(ways):
        for place, point in enumerate(way):
            key, source = f"row-{number:03}-{place:03}", f"source-{point:04}"
            if place:
                facts.reports(key, source, cites=f"row-{number:03}-{place - 1:03}", held=place == len(way) - 1)
            else:
                facts.says(key, source)
    return facts


def plane(order: int) -> Facts:
    """Return a claim in the form of a projective plane: points are sources, lines are routes, and any two routes share one."""
    return routes(lines(order))


def thicket(ways: int = 20, length: int = 95, sources: int = 300) -> Facts:
    """Return a claim with long routes through the same random sources: too many sets of them might be a cut."""
    random = Random(3)  # noqa: S311 - made-up data, the same each time
    return routes(random.sample(range(sources), length) for _ in range(ways))
