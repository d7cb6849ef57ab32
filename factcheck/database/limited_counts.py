"""Counts that end at a limit: counting a million rows takes longer than showing a page of them."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet, Value

#: What lists and the front page count up to.
MOST_COUNTED: Final = 10_000


def limited_counts(*queries: QuerySet[Any], most: int | None = MOST_COUNTED) -> list[int]:
    """Return how many rows each query finds, ``most`` + 1 if there are more; in one statement. No query may be distinct.

    With None all are counted: for a small limit, PostgreSQL reads a table until it has enough rows, and misses its index.
    """
    counts = [_count(rows, most) for rows in queries]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(sql for sql, _ in counts)}", [value for _, values in counts for value in values])
        return list(cursor.fetchone())


def _count(rows: QuerySet[Any], most: int | None) -> tuple[str, tuple[Any, ...]]:
    """Return the SQL of one count, and its parameters."""
    try:
        # A constant and not the id, so that an index alone can answer.
        limit = None if most is None else most + 1
        sql, values = rows.order_by().values(one=Value(1))[:limit].query.sql_with_params()
    except EmptyResultSet:
        return "0", ()
    return f"(SELECT COUNT(*) FROM ({sql}) AS found)", values  # noqa: S608 - compiled by Django, values apart


def shown_count(count: int, most: int = MOST_COUNTED) -> str:
    """Return a limited count for people: “10,000+” beyond its limit."""
    return str(count) if count <= most else f"{most:,}+"
