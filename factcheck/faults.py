"""Errors of the database told apart: those of one record, and those that befall everything at present."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError


def is_away(error: Exception) -> bool:
    """Tell a database that is away, full or busy from a record at fault: later it may do, and no other does better now."""
    # Class 54, "program limit exceeded", is a row too large for PostgreSQL. psycopg counts it among operational errors.
    too_large = str(getattr(error.__cause__, "sqlstate", None) or "").startswith("54")
    return isinstance(error, (OperationalError, InterfaceError)) and not too_large
