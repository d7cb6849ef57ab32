"""Errors of the database told apart: those of one record, and those that befall everything; and how to mend these."""

from __future__ import annotations

import errno
from typing import Final, NamedTuple

from django.db import DatabaseError, Error, InterfaceError, OperationalError, connection

FULL, READ_ONLY, BUSY, FAILING, NOT_MIGRATED, AWAY = "full", "read-only", "busy", "failing", "not migrated", "away"


class Fault(NamedTuple):
    """What befalls the whole database: its kind, what is wrong with it, and how to mend that."""

    kind: str
    what: str
    mend: str


_FAULTS: Final = (
    Fault(FULL, "has no room left", "Make room on its disk"),
    Fault(READ_ONLY, "can only be read", "Let this account write to it, or connect to the server that takes writes"),
    Fault(BUSY, "is locked by another process", "Wait until that has ended, or end it"),
    Fault(FAILING, "cannot be read or written", "See that its folder exists, and its disk works and has room"),
    Fault(NOT_MIGRATED, "lacks tables or columns of this version", "Run manage.py migrate"),
    Fault(AWAY, "broke off", "See that it answers"),
)
_AGAIN: Final = ", then run the same command again."
#: By SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html).
_STATES: Final = {
    "53100": FULL, "25006": READ_ONLY, "55P03": BUSY, "40P01": BUSY, "42P01": NOT_MIGRATED, "42703": NOT_MIGRATED,
}  # fmt: skip
#: By what SQLite says (https://www.sqlite.org/rescode.html): its driver hands on no code of the errors that Django wraps.
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
    """Return what befalls the whole database; None of an error that is about one record, or none of the database."""
    return next((fault for fault in _FAULTS if isinstance(error, Error) and fault.kind == kind_of(error)), None)


def kind_of(error: BaseException) -> str:
    """Return the kind of fault that an error is due to, a full disk beside the database's included; "": none of these."""
    if isinstance(error, OSError):
        return FULL if error.errno == errno.ENOSPC else ""
    if not isinstance(error, Error):
        return ""
    said = _STATES.get(_state(error)) or next((kind for words, kind in _WORDS.items() if words in str(error)), "")
    return said or (AWAY if is_away(error) else "")


def is_away(error: BaseException) -> bool:
    """Tell a database that is away, full or busy from a record at fault: later it may do, and no other does better now."""
    # Class 54, "program limit exceeded", is a row too large for PostgreSQL. psycopg counts it among operational errors.
    if isinstance(error, (OperationalError, InterfaceError)):
        return not _state(error).startswith("54")
    # A standby that was not promoted takes no write; psycopg counts it among internal errors.
    return isinstance(error, DatabaseError) and _STATES.get(_state(error)) == READ_ONLY


def explained(error: BaseException, kept: str = "") -> str:
    """Return one line on what befalls the whole database or the disk of the output: what, where, how to mend it; else "".

    ``kept`` are sentences on what is stored nevertheless, or that nothing is.
    """
    if isinstance(error, OSError) and kind_of(error) == FULL:
        where = f"The file {error.filename}" if error.filename else "The output"
        return f"{where} has no room left: what was written of it is incomplete. {kept}Make room on its disk{_AGAIN}"
    fault = fault_of(error)
    if fault is None:
        return ""
    said = (str(error).strip() or type(error).__name__).splitlines()[0]
    return f"{database()} {fault.what}: {said}. {kept}{fault.mend}{_AGAIN}"


def database() -> str:
    """Return which database it is."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"The database file {settings['NAME']}"
    return f"The database {settings['NAME']} on {settings['HOST'] or 'this machine'}"


def _state(error: BaseException) -> str:
    return str(getattr(error.__cause__, "sqlstate", None) or "")
