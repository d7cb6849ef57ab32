"""Drafts that records of every kind share: a key that leads nowhere, a key given twice, a circle."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from typing import Final

from claims.casefile.checks.circles import circles, drawn
from claims.casefile.problem import Draft


def dangling(key: object, pool: Collection[str], path: str, noun: str) -> Iterator[Draft]:
    """Yield that there is no record of this key, unless there is or the field is left out or null."""
    if isinstance(key, str) and key not in pool:
        yield Draft(path, f"no {noun} '{key}', in this file or stored", key, pool)


def repeated(keyed: Iterable[tuple[str, Hashable]], message: str) -> Iterator[Draft]:
    """Yield each record (path, what it may be only once) that a sooner one equals; the message may say ``{first}``."""
    first: dict[Hashable, str] = {}
    for path, key in keyed:
        sooner = first.setdefault(key, path)
        if sooner is not path:
            yield Draft(path, message.format(first=sooner))


def circular(links: Mapping[str, str], paths: Mapping[str, str], mending: str) -> Iterator[Draft]:
    """Yield each circle of these links, at the first of its records that has a path in the file."""
    for circle in circles(links):
        if path := next((paths[key] for key in circle if key in paths), None):
            yield Draft(path, f"in a circle: {drawn(circle)}; {mending}")


ONCE: Final = "already given at {first}; keep one"
