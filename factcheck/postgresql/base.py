"""The backend of the ENGINE setting: pooled connections, and no queue for a database that is unavailable."""

from __future__ import annotations

from typing import Any

import psycopg
from django.conf import settings
from django.db.backends.postgresql import base
from psycopg_pool import PoolTimeout

from factcheck.caches.breaker import Breaker
from factcheck.database.pooled import PooledConnection

#: A second: a request may need the database several times, and only the first waits for it.
DATABASE = Breaker("The database", "requests are answered with 503", rest=1.0, longest_try=settings.DB_WAIT_SECONDS)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own; while the database is unavailable one thread at a time waits for it, and others are refused at once."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if not self.pool:  # creating and dropping test databases
            return super().get_new_connection(conn_params)
        if not DATABASE.allows():
            raise psycopg.OperationalError(f"the database is unavailable: {DATABASE.error}")
        try:
            opened = super().get_new_connection(conn_params)
        except PoolTimeout as error:
            if (trouble := PooledConnection.trouble) is None:
                raise  # all connections are in use
            DATABASE.failed(trouble)
            raise psycopg.OperationalError(f"the database is unavailable: {trouble}") from error
        DATABASE.answered()
        return opened
