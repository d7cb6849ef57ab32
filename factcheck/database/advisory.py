"""Advisory locks of PostgreSQL: all are numbered here, and taken before any row lock.

SQLite has one writer at a time, so it needs none.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection

#: One case file is loaded at a time: two that record the same keys would conflict half-way. Loads that only add attributions to
#: a stored claim share it, because the lock of that claim's row keeps them apart.
LOADING: Final = 7_310_001
#: Sources are changed one at a time: two changes that join the same sources would each miss the other's tie, and the ids, times
#: and commits of changes must have one order, so that the last change that a reader saw identifies what it saw.
SOURCES: Final = 7_310_002
#: A shared lock of all who append revisions, each with the value of the id sequence before: see
#: claims.queries.webhooks.feed_watermark.
APPENDING: Final = 7_310_003
#: Heads of the revision chains are made one at a time: each covers what came after the one before.
HEADS: Final = 7_310_004
#: Scheduled backups are made one at a time.
BACKING_UP: Final = 7_310_005


def take(lock: int, *, shared: bool = False) -> None:
    """Wait for an advisory lock and hold it until the transaction ends: alone, or with others who share it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_xact_lock{'_shared' if shared else ''}(%s)", [lock])


@contextmanager
def alone(lock: int) -> Iterator[bool]:
    """Hold an advisory lock for as long as the block lasts, without a transaction; yield whether it was free."""
    if connection.vendor != "postgresql":
        yield True
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [lock])
        is_free: bool = cursor.fetchone()[0]
    try:
        yield is_free
    finally:
        if is_free:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [lock])
