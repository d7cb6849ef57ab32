"""How far the revisions can be read in the order of their ids with none missing: the watermark of the feed.

Ids come from a sequence before their transactions commit, so a reader that continues from the last id seen may see 11 while 10
is not committed yet, and never look back. On PostgreSQL advisory locks therefore provide a watermark. SQLite has one writer at
a time, which takes the write lock before any id (``IMMEDIATE``): the order of ids is that of commits, and none repeats.

**A writer**, before it appends the first revision of a transaction, reads the current value of the sequence and holds a shared
lock of that value until its transaction ends (``hold_watermark``). All ids that it takes are greater.

**A reader** (``watermark``), in separate statements, (1) reads the current value of the sequence: L; (2) lists the values held:
m is the least; and then (3) reads revisions up to min(L, m). None committed later has such an id. Proof: take a revision r ≤ L
whose writer held a value s < r since before r was assigned, which was before (1), as r ≤ L:

- if the writer still held s at (2), then m ≤ s < r: r is above the watermark;
- if it did not, its transaction had ended. PostgreSQL makes a commit visible before it releases its locks, and (3), started
  after (2), has a snapshot of its own (READ COMMITTED): r is read.

A transaction always reads what it has written itself: its own lock is not counted. Ids of rolled back transactions are gaps,
which nobody waits for. The sequence must assign one id at a time (CACHE 1, the default of Django), and the feed must be read
from the primary: a standby does not know the locks.

The two-key form of the locks has 32 bits for the value, of which 31 are used: values are compared by their distance modulo
2**31, as in RFC 1982. It fails only if a billion revisions are written during one transaction.
"""

from __future__ import annotations

from typing import Final

from django.db import connection

from factcheck.database.advisory import APPENDING

_CIRCLE: Final = 2**31
_CURRENT: Final = "COALESCE(pg_sequence_last_value(pg_get_serial_sequence('claims_revision', 'id')::regclass), 0)"
_HOLD: Final = f"SELECT pg_advisory_xact_lock_shared(%s, ({_CURRENT} %% {_CIRCLE})::int)"
_HELD: Final = """
    SELECT objid::bigint FROM pg_locks
    WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2 AND pid IS DISTINCT FROM pg_backend_pid()
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def hold_watermark() -> None:
    """Keep the watermark below every id that this transaction takes from now on, until it, or the savepoint, ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_HOLD, [APPENDING])


def watermark() -> int | None:
    """Return the id up to which the next statement reads all revisions that will ever exist; None: all of them.

    Do not call it within a transaction of another isolation level than READ COMMITTED.
    """
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_CURRENT}")
        current: int = cursor.fetchone()[0]
        cursor.execute(_HELD, [APPENDING])
        return min([current, *(unwound(held, current) for (held,) in cursor.fetchall())])


def unwound(held: int, current: int) -> int:
    """Return the value of a lock: of all values with its remainder, the one nearest to the sequence."""
    ahead = (held - current) % _CIRCLE
    return current + (ahead if ahead < _CIRCLE // 2 else ahead - _CIRCLE)
