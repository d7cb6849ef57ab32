"""Which backups are kept: the last one of each of so many days, weeks and months, as grandfather, father and son. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple


class Kept(NamedTuple):
    """Of how many days, weeks and months that have a backup the last one is kept."""

    daily: int
    weekly: int
    monthly: int


class Dated(NamedTuple):
    """A backup: its id, its day, and whether it was restored on trial without trouble."""

    id: int
    on: date
    is_verified: bool


def to_delete(backups: Iterable[Dated], kept: Kept) -> list[int]:
    """Return the ids of the backups that are no longer kept, of ``backups`` in the order in which they were made.

    The last one is always kept, and so is the last one that is verified: a later one may not be restorable.
    """
    newest_first = list(backups)[::-1]
    stays = {one.id for one in newest_first[:1]} | {one.id for one in [b for b in newest_first if b.is_verified][:1]}
    periods: tuple[tuple[Callable[[date], object], int], ...] = (
        (lambda day: day, kept.daily),
        (lambda day: day.isocalendar()[:2], kept.weekly),
        (lambda day: (day.year, day.month), kept.monthly),
    )
    for period, most in periods:
        last_of: dict[object, int] = {}
        for one in newest_first:
            last_of.setdefault(period(one.on), one.id)
        stays |= set(list(last_of.values())[:most])
    return [one.id for one in reversed(newest_first) if one.id not in stays]
