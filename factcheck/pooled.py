"""PostgreSQL at less cost: connections of its pool tried without asking the server, and statements that it plans once."""

from __future__ import annotations

import select
from typing import Any

import psycopg
from psycopg.types.numeric import Int8


class PooledConnection(psycopg.Connection[Any]):
    """A connection that answers an empty statement, by which its pool tries it before each request, from what has arrived.

    A server that ended the connection has said so, and that lies there to be read: then it is tried as ever, which fails, and
    the pool makes another. Where nothing lies there a round trip would tell no more; it costs as much as half a short query.
    """

    def execute(self, query: Any, *args: Any, **options: Any) -> psycopg.Cursor[Any]:
        if query == "" and not self.closed and not _has_arrived(self.fileno()):
            return self.cursor()
        return super().execute(query, *args, **options)


def _has_arrived(descriptor: int) -> bool:
    looking = select.poll()
    looking.register(descriptor, select.POLLIN)
    return bool(looking.poll(0))


class PreparingCursor(psycopg.Cursor[Any]):
    """A cursor that has the server keep the plan of each statement, for as long as the connection lasts."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        typed = params and [_typed(value) for value in params]
        return super().execute(query, typed, **{"prepare": True, **options})


def _typed(value: Any) -> Any:
    """Return a value with one type for all numbers: sent as small as each fits, they would be several statements to prepare."""
    if type(value) is int:
        return Int8(value)
    if type(value) is list:
        return [_typed(each) for each in value]
    return value
