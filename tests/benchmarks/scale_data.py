"""Fill an empty, migrated database with made-up claims: ``DATABASE_URL=… python -m tests.benchmarks.scale_data 100000``.

Rows go straight into the tables, without the operations that would verify them: the first ``verify --all`` has it all to do.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime
from typing import Any

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    django.setup()

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from tests.benchmarks.scale_rows import COLUMNS, Newsroom, Row, Rows


class NotEmptyError(Exception):
    """The database holds sources already, so that the made-up ids could meet others."""


def fill(claims: int, *, now: datetime, seed: int = 1) -> None:
    """Store a newsroom of ``claims`` claims, none of them verified yet, with nothing stale at ``now``.

    Raises: NotEmptyError.
    """
    newsroom = Newsroom(claims, now, seed)
    write = _copy if connection.vendor == "postgresql" else _insert
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sources_source")
        if cursor.fetchone()[0]:
            raise NotEmptyError("made-up claims go into an empty database")
        for batch in newsroom.rows():
            with transaction.atomic():  # one a batch: checks of foreign keys wait for its end, and would pile up
                _write(write, cursor, batch)
        for statement in connection.ops.sequence_reset_sql(no_style(), list(COLUMNS)):
            cursor.execute(statement)
        cursor.execute("ANALYZE")


def _write(write: Any, cursor: Any, batch: Rows) -> None:
    for model, rows in batch.items():
        if rows:
            names, rest = _columns(model)
            write(cursor, model._meta.db_table, names, rest, rows)


def _columns(model: type[Model]) -> tuple[list[str], Row]:
    """Return the columns that are written, and the values of those at the end that are the same in every row."""
    given = COLUMNS[model]
    rest = [field for field in model._meta.concrete_fields if field.attname not in given and not field.primary_key]
    named = [model._meta.get_field(name).column for name in given]
    return named + [field.column for field in rest], tuple(field.get_default() for field in rest)


def _copy(cursor: Any, table: str, names: list[str], rest: Row, rows: list[Row]) -> None:
    # No value holds a tab, a line's end or a backslash: nothing to escape.
    end = "".join(f"\t{_text(value)}" for value in rest) + "\n"
    with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
        copy.write("".join("\t".join(map(_text, row)) + end for row in rows))


def _text(value: object) -> str:
    return value if type(value) is str else "\\N" if value is None else str(value)


def _insert(cursor: Any, table: str, names: list[str], rest: Row, rows: list[Row]) -> None:
    places = ", ".join(["%s"] * len(names))
    cursor.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places})", [row + rest for row in rows])


if __name__ == "__main__":
    fill(int(sys.argv[1]), now=timezone.now())
