"""Which sources are known only from records that not everybody may read. Claims decide that, and sources may not import claims.

So the claims side registers a function here when the process starts, and every check of the source side calls it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

OnlyHidden = Callable[[Collection[int], datetime], set[int]]


def _none(_sources: Collection[int], _now: datetime) -> set[int]:
    return set()


_answer: list[OnlyHidden] = [_none]


def answer_with(only_hidden: OnlyHidden) -> None:
    """Register ``only_hidden``: it returns those of some source ids that are in claims, but in none published at a time."""
    _answer[:] = [only_hidden]


def only_hidden(sources: Collection[int], now: datetime) -> set[int]:
    """Return the sources that are known only from unpublished claims."""
    return _answer[0](sources, now) if sources else set()
