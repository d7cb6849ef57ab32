"""Queries whose SQL is put together once, for what is asked on every request: to build one takes longer than to run it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Expression, Field, QuerySet


class Given(Expression):
    """Stands in a query for a value that is given each time: ``filter(key=Given("key", CharField()))``."""

    def __init__(self, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:  # noqa: ARG002 - the framework's
        return "%s", (self,)


class _Statement(NamedTuple):
    sql: str
    params: tuple[Any, ...]
    converters: dict[int, tuple[list[Callable[[Any, Any, Any], Any]], Any]]


class Prepared:
    """A query for plain rows (``values_list``), built by ``build`` when it is first asked."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build = build
        self._statements: dict[str, _Statement] = {}

    def rows(self, **given: Any) -> list[tuple[Any, ...]]:
        """Return what it finds, with a value for each ``Given`` in it."""
        statement = self._statements.get(connection.vendor) or self._put_together()
        params = [given[each.name] if isinstance(each, Given) else each for each in statement.params]
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, params)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return [_converted(row, statement) for row in rows] if statement.converters else rows

    def _put_together(self) -> _Statement:
        compiler = self._build().query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        converters = compiler.get_converters([expression for expression, *_ in compiler.select])
        statement = self._statements[connection.vendor] = _Statement(sql, params, converters)
        return statement


def _converted(row: tuple[Any, ...], statement: _Statement) -> tuple[Any, ...]:
    values = list(row)
    for place, (converters, expression) in statement.converters.items():
        for convert in converters:
            values[place] = convert(values[place], expression, connection)
    return tuple(values)
