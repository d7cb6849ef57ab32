"""The ids of many queries in one statement: a statement for each would take longer than the rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

#: Rows that are few: they are found first, and then put in order.
MOST_FEW: Final = 10_000
#: Queries in one statement: SQLite takes five hundred, and twenty statements of an article have three hundred words.
_MOST_TOGETHER: Final = 300


class Wanted(NamedTuple):
    """Rows of which the id must also be found by the query ``among``, if there is one."""

    rows: QuerySet[Any]
    among: QuerySet[Any] | None = None


def first_ids(queries: Sequence[QuerySet[Any]], *, most: int) -> list[set[int]]:
    """Return the ids of the first ``most`` rows of each ordered query; in one statement, for up to three hundred."""
    found: list[list[int]] = [[] for _ in queries]
    _run(range(len(queries)), lambda number: _first(queries[number], most), found)
    return list(map(set, found))


def newest_ids(wanted: Sequence[Wanted], *, most: int) -> list[list[int]]:
    """Return the highest ``most`` ids of each, the highest first; in two statements, for up to three hundred.

    PostgreSQL does not know how rare what is looked for is, and would compare each row in turn. So where ``among`` finds few
    rows, these are read first; where it finds many, some of the first rows are among them.
    """
    found: list[list[int]] = [[] for _ in wanted]
    few_first = [number for number, each in enumerate(wanted) if each.among is not None and connection.vendor == "postgresql"]
    many = _run(few_first, lambda number: _among_few(wanted[number], most), found)
    plain = [number for number in range(len(wanted)) if number not in set(few_first) - set(many)]
    _run(plain, lambda number: _newest(wanted[number], most), found)
    return [sorted(ids, reverse=True) for ids in found]


_Sql = tuple[str, tuple[Any, ...]]


def _run(numbers: Sequence[int], sql_of: Callable[[int], _Sql], found: list[list[int]]) -> list[int]:
    """Add the ids that queries find; return the numbers of those that found too many."""
    too_many: list[int] = []
    for start in range(0, len(numbers), _MOST_TOGETHER):
        compiled = [(number, each) for number in numbers[start : start + _MOST_TOGETHER] if (each := _compiled(sql_of, number))]
        if not compiled:
            continue
        sql = " UNION ALL ".join(f"SELECT {number}, part.* FROM ({each}) AS part" for number, (each, _values) in compiled)  # noqa: S608 - Django's SQL
        with connection.cursor() as cursor:
            cursor.execute(sql, [value for _number, (_sql, values) in compiled for value in values])
            for number, pk in cursor.fetchall():
                if pk is None:
                    too_many.append(number)
                else:
                    found[number].append(pk)
    return too_many


def _compiled(sql_of: Callable[[int], _Sql], number: int) -> _Sql | None:
    try:
        return sql_of(number)
    except EmptyResultSet:
        return None


def _first(rows: QuerySet[Any], most: int) -> _Sql:
    sql, values = rows.values_list("pk")[:most].query.sql_with_params()
    return sql, tuple(values)


def _newest(wanted: Wanted, most: int) -> _Sql:
    rows = wanted.rows if wanted.among is None else wanted.rows.filter(pk__in=wanted.among)
    return _first(rows.order_by("-pk"), most)


def _among_few(wanted: Wanted, most: int) -> _Sql:
    """Return the SQL that reads the few rows first; its one row is NULL if they are too many."""
    assert wanted.among is not None  # noqa: S101 - for mypy: the caller checked it
    few, values = wanted.among.query.sql_with_params()
    joined = wanted.rows.filter(pk__in=RawSQL("SELECT * FROM few", ()))
    sql, more = joined.order_by().values_list("pk").query.sql_with_params()
    # OFFSET 0 is a fence: without it, the planner reads rows in order until it has enough of them.
    return (
        f"WITH few AS MATERIALIZED (SELECT * FROM ({few}) AS found LIMIT {MOST_FEW + 1}) "  # noqa: S608 - Django's SQL
        f"(SELECT id FROM ({sql} OFFSET 0) AS joined (id) WHERE (SELECT count(*) FROM few) <= {MOST_FEW} "
        f"ORDER BY id DESC LIMIT %s) UNION ALL (SELECT NULL FROM few HAVING count(*) > {MOST_FEW})"
    ), (*values, *more, most)
