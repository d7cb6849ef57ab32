"""The connection that PostgreSQL's pool hands out, tried without asking the server."""

from __future__ import annotations

import select
from typing import Any

import psycopg


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
