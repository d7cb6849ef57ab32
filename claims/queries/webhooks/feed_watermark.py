"""How far the revisions can be read in the order of their ids with none missing: the horizon of the feed.

Ids come from a sequence before their transactions commit, so who reads on from the last id seen may see 11 while 10 is still
to come, and never look back. PostgreSQL therefore gets a horizon, by advisory locks. SQLite has one writer at a time, which
takes the write lock before any id (``IMMEDIATE``): there the order of ids is that of commits, and none comes twice.

**A writer**, before it appends the first revision of a transaction, reads where the sequence stands and holds a shared lock of
that value until its transaction ends (``hold_horizon``). All ids that it takes are greater.

**A reader** (``horizon``), in statements of their own, (1) reads where the sequence stands: L; (2) lists the values held: m is
the least; and then (3) reads revisions up to min(L, m). None that is committed later has such an id. For take a revision r ≤ L
and its writer, which held a value s < r since before r was given out, which was before (1), as r ≤ L:

- if the writer still held s at (2), then m ≤ s < r: r is beyond the horizon;
- if it did not, its transaction had ended. PostgreSQL makes a commit visible before it lets go of its locks, and (3), begun
  after (2), has a snapshot of its own (READ COMMITTED): r is read.

What this very transaction has written it reads in any case: its own lock is not counted. Ids of transactions that were rolled
back are gaps, which nobody waits for. The sequence must hand out one id at a time (CACHE 1, as Django makes it), and the feed
is read from the primary: a standby does not know the locks.

The two-key form of the locks has 32 bits for the value, of which 31 are used: values are compared by their distance on a circle
of 2**31, as in RFC 1982. It holds unless a thousand million revisions are written while one transaction lasts.
"""

from __future__ import annotations

from typing import Final

from django.db import connection

from factcheck.database.advisory import APPENDING

_CIRCLE: Final = 2**31
_STANDS: Final = "COALESCE(pg_sequence_last_value(pg_get_serial_sequence('claims_revision', 'id')::regclass), 0)"
_HOLD: Final = f"SELECT pg_advisory_xact_lock_shared(%s, ({_STANDS} %% {_CIRCLE})::int)"
_HELD: Final = """
    SELECT objid::bigint FROM pg_locks
    WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2 AND pid IS DISTINCT FROM pg_backend_pid()
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def hold_horizon() -> None:
    """Keep the horizon below every id that this transaction takes from now on, until it ends; a savepoint's end is an end."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_HOLD, [APPENDING])


def horizon() -> int | None:
    """Return the id up to which what a next statement reads of the revisions is all that there will ever be; None: all of them.

    Not to be called within a transaction of another isolation than READ COMMITTED.
    """
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_STANDS}")
        stands: int = cursor.fetchone()[0]
        cursor.execute(_HELD, [APPENDING])
        return min([stands, *(unwound(held, stands) for (held,) in cursor.fetchall())])


def unwound(held: int, stands: int) -> int:
    """Return the value that a lock stands for: that of its place on the circle, nearest to where the sequence stands."""
    ahead = (held - stands) % _CIRCLE
    return stands + (ahead if ahead < _CIRCLE // 2 else ahead - _CIRCLE)
