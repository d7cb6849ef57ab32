"""Visits of the desk's front page: what "since your last visit" means for each person."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from django.db import OperationalError

from claims.models import DeskVisit

#: A person who returns after this time starts a new visit (a guess: longer than it takes to look at a few claims).
VISIT_ENDS_AFTER: Final = timedelta(minutes=30)
#: Looks closer together than this count as one: reloading a page again and again writes nothing.
SAME_LOOK: Final = timedelta(minutes=1)


def note_visit(user_id: int, now: datetime) -> datetime | None:
    """Record that a person looks at the front page, and return when their previous visit ended; None on the first.

    Reloading the page within a visit returns the same time, so that what is new since then stays new. It is not a write to a
    claim: it leaves no revision.
    """
    visit = DeskVisit.objects.filter(user=user_id).first()
    if visit is None:
        first = DeskVisit(user_id=user_id, seen_at=now)
        _unless_locked(lambda: DeskVisit.objects.bulk_create([first], ignore_conflicts=True))
        return None
    before, away = visit.before_at, now - visit.seen_at
    if away < SAME_LOOK:
        return before
    if away >= VISIT_ENDS_AFTER:
        before = visit.seen_at
    # Another window of the same person may have written it first.
    seen = DeskVisit.objects.filter(user=user_id, seen_at=visit.seen_at)
    _unless_locked(lambda: seen.update(before_at=before, seen_at=now))
    return before


def _unless_locked(write: Callable[[], object]) -> None:
    """Write, or skip it if SQLite is locked by a verification: showing the page matters more than recording the visit."""
    with suppress(OperationalError):
        write()
