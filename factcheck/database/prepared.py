"""Queries whose SQL is built once, for those that run on every request: building one takes longer than running it.

PostgreSQL also plans them once per connection (psycopg's prepared statements): for a few rows planning takes longer than
reading. For many rows it plans for those.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import BigIntegerField, Expression, Field, JSONField, Q, QuerySet

from factcheck.database import lookups


class Given(Expression):
    """A placeholder in a query for a value given at each call: ``filter(key=Given("key", CharField()))``."""

    def __init__(self, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:  # noqa: ARG002 - required by the framework
        return "%s", (self,)


class _Statement(NamedTuple):
    sql: str
    params: tuple[Any, ...]
    converters: dict[int, tuple[list[Callable[[Any, Any, Any], Any]], Any]]


class Prepared:
    """A query for plain rows (``values_list``), built by ``build`` on first use."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build = build
        self._statements: dict[str, _Statement] = {}

    def rows(self, *, plan: bool = False, **given: Any) -> list[tuple[Any, ...]]:
        """Return the rows, with a value for each ``Given``; with ``plan``, planned for these values."""
        statement = self._statements.get(connection.vendor) or self._put_together()
        params = [_adapted(given[each.name]) if isinstance(each, Given) else each for each in statement.params]
        with planned_cursor() if plan else prepared_cursor() as cursor:
            cursor.execute(statement.sql, params)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return [_converted(row, statement) for row in rows] if statement.converters else rows

    def _put_together(self) -> _Statement:
        compiler = self._build().query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        converters = compiler.get_converters([expression for expression, *_ in compiler.select])
        statement = self._statements[connection.vendor] = _Statement(sql, params, converters)
        return statement


class PreparedOf:
    """A prepared query for the rows with a field among ids, which are a range or a list: built once for each form.

    ``fields`` are comma-separated names; of several, one must match.
    """

    def __init__(self, fields: str, build: Callable[[Q], QuerySet[Any, Any]]) -> None:
        start, stop, ids = Given("start", BigIntegerField()), Given("stop", BigIntegerField()), Given("ids", JSONField())
        names = fields.split(",")
        ranges = [Q(**{f"{name}__gte": start, f"{name}__lt": stop}) for name in names]
        lists = [Q(**{f"{name}__among": ids}) for name in names]
        self._of_range = Prepared(lambda: build(reduce(or_, ranges)))
        self._of_list = Prepared(lambda: build(reduce(or_, lists)))

    def rows(self, ids: range | Sequence[int]) -> list[tuple[Any, ...]]:
        """Return the rows for the ids."""
        if isinstance(ids, range) and are_many(ids):
            return self._of_range.rows(plan=True, start=ids.start, stop=ids.stop)
        # A few ids always go as a list: a generic plan for a range would read a part of the table.
        return self._of_list.rows(plan=are_many(ids), ids=list(ids))


#: Above this number of ids the query is planned for them: a guess, between the one claim of a write and a chunk's thousands.
_MANY = 50


def are_many(ids: range | Sequence[int]) -> bool:
    """Return whether a query for these ids should be planned for them rather than once."""
    return len(ids) > _MANY


def planned_cursor() -> Any:
    """Return a cursor whose statements are planned each time."""
    return connection.cursor()


def prepared_cursor() -> Any:
    """Return a cursor whose statements PostgreSQL plans once per connection; for other databases an ordinary one."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    from factcheck.database.pooled import PreparingCursor  # noqa: PLC0415 - only this database needs the driver

    connection.ensure_connection()
    cursor: Any = PreparingCursor(connection.connection)
    return connection.make_debug_cursor(cursor) if connection.queries_logged else connection.make_cursor(cursor)


def _adapted(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    # As text: given a list, the driver inspects each value, which for hundreds of them takes as long as the query.
    return lookups.array(value) if connection.vendor == "postgresql" else json.dumps(value)


def _converted(row: tuple[Any, ...], statement: _Statement) -> tuple[Any, ...]:
    values = list(row)
    for place, (converters, expression) in statement.converters.items():
        for convert in converters:
            values[place] = convert(values[place], expression, connection)
    return tuple(values)
