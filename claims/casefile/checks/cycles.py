"""Cycles in links of which each record has at most one: copies, supersedes, copy_of, merged_into."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

_MAX_SHOWN: Final = 6


def cycles(links: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Yield each cycle of two or more records once. A record that links to itself is not a cycle."""
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


def drawn(cycle: tuple[str, ...]) -> str:
    """Return the cycle as a message shows it: a → b → a."""
    shown = cycle if len(cycle) <= _MAX_SHOWN else (*cycle[: _MAX_SHOWN - 1], "…")
    return " → ".join((*shown, cycle[0]))
