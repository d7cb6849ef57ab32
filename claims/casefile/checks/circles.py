"""Circles among links of which each record has at most one: copies, supersedes, copy_of, merged_into."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

_MAX_SHOWN: Final = 6


def circles(links: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Yield each circle of two or more once, beginning anywhere on it. A link to itself is none."""
    finished: set[str] = set()
    for start in links:
        trail: dict[str, None] = {}
        at: str | None = start
        while at is not None and at not in finished and at not in trail:
            trail[at] = None
            at = links.get(at)
        if at in trail and links[at] != at:
            members = list(trail)
            yield tuple(members[members.index(at) :])
        finished.update(trail)


def drawn(circle: tuple[str, ...]) -> str:
    """Return the circle for a message: a → b → a."""
    shown = circle if len(circle) <= _MAX_SHOWN else (*circle[: _MAX_SHOWN - 1], "…")
    return " → ".join((*shown, circle[0]))
