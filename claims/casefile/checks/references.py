"""Checks that all kinds of records share: an unknown key, a repeated key, a cycle."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from typing import Final

from claims.casefile.checks.cycles import cycles, drawn
from claims.casefile.problem import Draft


def dangling(key: object, pool: Collection[str], path: str, noun: str) -> Iterator[Draft]:
    """Yield a draft if no record has this key; a field left out or null is fine."""
    if isinstance(key, str) and key not in pool:
        yield Draft(path, f"no {noun} '{key}', in this file or stored", key, pool)


def repeated(keyed: Iterable[tuple[str, Hashable]], message: str) -> Iterator[Draft]:
    """Yield a draft for each pair (path, value) whose value came before; ``{first}`` in the message is the first path."""
    first: dict[Hashable, str] = {}
    for path, key in keyed:
        sooner = first.setdefault(key, path)
        if sooner is not path:
            yield Draft(path, message.format(first=sooner))


def cyclic(links: Mapping[str, str], paths: Mapping[str, str], mending: str) -> Iterator[Draft]:
    """Yield a draft for each cycle of these links, at the first of its records that has a path in the file."""
    for cycle in cycles(links):
        if path := next((paths[key] for key in cycle if key in paths), None):
            yield Draft(path, f"cycle: {drawn(cycle)}; {mending}")


ONCE: Final = "already given at {first}; keep one"
