"""Which sources are known only from records that not everybody may read. Claims decide that, which sources may not import.

So the claims side gives its answer here when the process starts, and every check of the source side asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

OnlyHidden = Callable[[Collection[int], datetime], set[int]]


def _none(_sources: Collection[int], _now: datetime) -> set[int]:
    return set()


_answer: list[OnlyHidden] = [_none]


def answer_with(only_hidden: OnlyHidden) -> None:
    """Have ``only_hidden`` say which of some sources, by id, are in claims, and in none that is published at an instant."""
    _answer[:] = [only_hidden]


def only_hidden(sources: Collection[int], now: datetime) -> set[int]:
    """Return which of the sources are known only from claims that are not published."""
    return _answer[0](sources, now) if sources else set()
