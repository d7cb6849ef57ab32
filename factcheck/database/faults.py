"""Database errors: those of one record, and those of the whole database, with how to fix these."""

from __future__ import annotations

import errno
from typing import Final, NamedTuple

from django.db import DatabaseError, Error, InterfaceError, OperationalError, connection

FULL, READ_ONLY, BUSY, FAILING, NOT_MIGRATED, AWAY = "full", "read-only", "busy", "failing", "not migrated", "away"


class Fault(NamedTuple):
    """A failure of the whole database: its kind, what is wrong, and how to fix it."""

    kind: str
    what: str
    mend: str


_FAULTS: Final = (
    Fault(FULL, "has no disk space left", "Free space on its disk"),
    Fault(READ_ONLY, "can only be read", "Let this account write to it, or connect to the server that takes writes"),
    Fault(BUSY, "is locked by another process", "Wait until that ends, or end it"),
    Fault(FAILING, "cannot be read or written", "Check that its folder exists, and that its disk works and has space"),
    Fault(NOT_MIGRATED, "lacks tables or columns of this version", "Run manage.py migrate"),
    Fault(AWAY, "is unavailable", "Check that it answers"),
)
_AGAIN: Final = ", then run the same command again."
#: By SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html).
_STATES: Final = {
    "53100": FULL, "25006": READ_ONLY, "55P03": BUSY, "40P01": BUSY, "42P01": NOT_MIGRATED, "42703": NOT_MIGRATED,
}  # fmt: skip
#: By SQLite's message (https://www.sqlite.org/rescode.html): its driver passes on no code of the errors that Django wraps.
_WORDS: Final = {
    "disk is full": FULL,
    "disk I/O error": FAILING,
    "unable to open database file": FAILING,
    "readonly database": READ_ONLY,
    "is locked": BUSY,
    "no such table": NOT_MIGRATED,
    "no such column": NOT_MIGRATED,
    "has no column": NOT_MIGRATED,
}


def fault_of(error: BaseException) -> Fault | None:
    """Return the failure of the whole database; None for an error of one record, or not of the database."""
    return next((fault for fault in _FAULTS if isinstance(error, Error) and fault.kind == kind_of(error)), None)


def kind_of(error: BaseException) -> str:
    """Return the kind of an error, including a full disk other than the database's; "" if it is none of these."""
    if isinstance(error, OSError):
        return FULL if error.errno == errno.ENOSPC else ""
    if not isinstance(error, Error):
        return ""
    said = _STATES.get(_state(error)) or next((kind for words, kind in _WORDS.items() if words in str(error)), "")
    return said or (AWAY if is_away(error) else "")


def is_away(error: BaseException) -> bool:
    """Return whether the database is unavailable, full or busy: the same call may succeed later, and no other succeeds now."""
    # Class 54, "program limit exceeded", is a row too large for PostgreSQL. psycopg counts it among operational errors.
    if isinstance(error, (OperationalError, InterfaceError)):
        return not _state(error).startswith("54")
    # A standby that was not promoted takes no write; psycopg counts it among internal errors.
    return isinstance(error, DatabaseError) and _STATES.get(_state(error)) == READ_ONLY


def explained(error: BaseException, kept: str = "") -> str:
    """Return one line on a failure of the database or of the output's disk: what, where, and how to fix it; otherwise "".

    ``kept`` are sentences on what is stored nevertheless, or that nothing is.
    """
    if isinstance(error, OSError) and kind_of(error) == FULL:
        where = f"The file {error.filename}" if error.filename else "The output"
        return f"{where} has no disk space left, and is incomplete. {kept}Free space on its disk{_AGAIN}"
    fault = fault_of(error)
    if fault is None:
        return ""
    said = (str(error).strip() or type(error).__name__).splitlines()[0]
    return f"{database()} {fault.what}: {said}. {kept}{fault.mend}{_AGAIN}"


def database() -> str:
    """Return a description of the database."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"The database file {settings['NAME']}"
    return f"The database {settings['NAME']} on {settings['HOST'] or 'this machine'}"


def _state(error: BaseException) -> str:
    return str(getattr(error.__cause__, "sqlstate", None) or "")
