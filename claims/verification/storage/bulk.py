"""Write many rows at once: COPY on PostgreSQL; executemany on SQLite and for a few rows.

Values come as tuples in the order of the fields named, JSON as text; callers hold the rows' locks and the transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models

from factcheck.database.prepared import prepared_cursor
from factcheck.dates.instants import Texts

Row = tuple[Any, ...]

#: For fewer rows the round trips of COPY and its temporary table cost more than they save.
_FEW = 50
#: Up to this many rows are sent one by one, as prepared statements; more in a pipeline, which has its own cost.
_FEWEST = 3


def insert(model: type[models.Model], fields: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows; a column not in ``fields`` gets the database's default (an id) or must be nullable."""
    if not rows:
        return
    table, columns = _names(model, fields)
    with connection.cursor() as cursor:
        if _copies(rows):
            _copy(cursor, table, columns, rows)
        else:
            marks = ", ".join(["%s"] * len(columns))
            _each(cursor, f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


def insert_new(rows: Sequence[models.Model]) -> None:
    """Insert unsaved instances of one model; each gets its id."""
    if not rows:
        return
    model = type(rows[0])
    names = [field.attname for field in model._meta.concrete_fields]
    for row, pk in zip(rows, new_ids(model, len(rows)), strict=True):
        row.pk = pk
    insert(model, names, [tuple([getattr(row, name) for name in names]) for row in rows])
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def update(model: type[models.Model], fields: Sequence[str], rows: Sequence[Row]) -> None:
    """Update rows by their key, which is the first of ``fields``; keys may not repeat within one call."""
    if not rows:
        return
    table, (key, *columns) = _names(model, fields)
    with connection.cursor() as cursor:
        if _copies(rows):
            incoming = f'"incoming_{model._meta.db_table}_{len(columns)}"'
            cursor.execute(
                f"CREATE TEMPORARY TABLE IF NOT EXISTS {incoming} ON COMMIT DROP AS"
                f" SELECT {', '.join([key, *columns])} FROM {table} WITH NO DATA"
            )
            # It lasts for the transaction, which may update the same columns more than once.
            cursor.execute(f"TRUNCATE {incoming}")
            _copy(cursor, incoming, [key, *columns], rows)
            taken = ", ".join(f"{column} = incoming.{column}" for column in columns)
            # The range keeps the planner from reading the whole table for a chunk of it.
            cursor.execute(
                f"UPDATE {table} AS stored SET {taken} FROM {incoming} AS incoming"
                f" WHERE stored.{key} = incoming.{key} AND stored.{key} BETWEEN %s AND %s",
                [min(row[0] for row in rows), max(row[0] for row in rows)],
            )
        else:
            taken = ", ".join(f"{column} = %s" for column in columns)
            values = [(*row[1:], row[0]) for row in rows]
            _each(cursor, f"UPDATE {table} SET {taken} WHERE {key} = %s", values)


def _each(cursor: Any, statement: str, rows: Sequence[Row]) -> None:
    if len(rows) > _FEWEST:
        cursor.executemany(statement, _adapted(rows))
        return
    with prepared_cursor() as prepared:
        for row in _adapted(rows):
            prepared.execute(statement, row)


def new_ids(model: type[models.Model], number: int) -> list[int]:
    """Return ids that no row of the model has or will get, in ascending order."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(sequence::regclass) FROM"
                " (SELECT pg_get_serial_sequence(%s, 'id') AS sequence OFFSET 0) AS named, generate_series(1, %s)",
                [table, number],
            )
            return sorted(pk for (pk,) in cursor.fetchall())
        # SQLite has one writer at a time, which is this one; an id freed by a rollback is unused.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
        return list(range(last + 1, last + 1 + number))


def _names(model: type[models.Model], fields: Sequence[str]) -> tuple[str, list[str]]:
    meta, quote = model._meta, connection.ops.quote_name
    columns = [meta.get_field("id" if name == "pk" else name).column for name in fields]  # type: ignore[union-attr]
    return quote(meta.db_table), [quote(str(column)) for column in columns]


def _copies(rows: Sequence[Row]) -> bool:
    return connection.vendor == "postgresql" and len(rows) >= _FEW


def _copy(cursor: Any, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    texts = Texts()
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    with connection.wrap_database_errors, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([texts[value] if type(value) is datetime else value for value in row])


def _adapted(rows: Sequence[Row]) -> Sequence[Row]:
    if connection.vendor == "postgresql":
        return rows
    adapt = connection.ops.adapt_datetimefield_value
    return [tuple([adapt(value) if isinstance(value, datetime) else value for value in row]) for row in rows]
