"""PostgreSQL at less cost: pooled connections checked without a round trip, and statements planned once."""

from __future__ import annotations

import select
from contextlib import suppress
from typing import Any, ClassVar, Final

import psycopg
from django.conf import settings
from psycopg.errors import _WaitTimeout
from psycopg.types.numeric import Int8

#: Seconds to wait for a server to accept a connection when another one has been silent for long; libpq's minimum.
_TO_ACCEPT: Final = 2
#: Seconds between two checks of psycopg for an interrupt, as in its own code.
_INTERVAL: Final = 0.1


class PooledConnection(psycopg.Connection[Any]):
    """A connection that answers the pool's empty check statement from the data that has arrived, without a round trip.

    If the server ended the connection, its message is waiting to be read: then the check runs as usual, fails, and the pool
    makes another. If nothing is waiting, a round trip would show no more, and costs as much as half a short query.

    It does not wait for a server that hangs: while an answer takes long, it checks whether the server accepts connections.
    """

    #: Why the last attempt to connect failed; None if it did not.
    trouble: ClassVar[Exception | None] = None
    _arguments: tuple[tuple[Any, ...], dict[str, Any]]
    _pool: Any = None  # psycopg sets it while the connection is in use

    @classmethod
    def connect(cls, *args: Any, **options: Any) -> PooledConnection:
        try:
            opened = super().connect(*args, **options)
        except Exception as error:
            PooledConnection.trouble = error
            raise
        PooledConnection.trouble, opened._arguments = None, (args, options)
        return opened

    def execute(self, query: Any, *args: Any, **options: Any) -> psycopg.Cursor[Any]:
        if query == "" and not self.closed:
            if not _has_arrived(self.fileno()):
                return self.cursor()
            self._replace_others()
        return super().execute(query, *args, **options)

    def wait(self, gen: Any, interval: float = _INTERVAL, timeout: float | None = None) -> Any:
        """Wait for the server, and check on it each time it is silent for long.

        Statements and waits for locks may take long: PostgreSQL cancels those that take too long (DB_STATEMENT_SECONDS).
        """
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        patience = max(settings.DB_WAIT_SECONDS - 1, _INTERVAL)
        while True:
            try:
                return super().wait(gen, interval, patience)
            except _WaitTimeout:  # after an interrupt it continues
                self._give_up_if_hung()

    def _give_up_if_hung(self) -> None:
        """Close the connection if the server accepts no other.

        Raises: psycopg.OperationalError.
        """
        args, options = self._arguments
        try:
            with suppress(psycopg.Error):  # refused for another reason, such as too many connections: the server is up
                _connect_anew(*args, **{**options, "connect_timeout": _TO_ACCEPT}).close()
        except TimeoutError:
            self.pgconn.finish()
            if self._pool is not None:
                self._pool.drain()  # the other connections hang too
            raise psycopg.OperationalError("the server neither answers nor accepts a connection") from None

    def _replace_others(self) -> None:
        """Have the pool check its other connections at once.

        What ended this one has most likely ended all of them, and the pool would find them one by one, with pauses of seconds.
        """
        if self._pool is not None:
            self._pool.check()


def _connect_anew(*args: Any, **options: Any) -> psycopg.Connection[Any]:
    try:
        return psycopg.Connection.connect(*args, **options)
    except psycopg.errors.ConnectionTimeout as error:
        raise TimeoutError from error


def _has_arrived(descriptor: int) -> bool:
    looking = select.poll()
    looking.register(descriptor, select.POLLIN)
    return bool(looking.poll(0))


class PreparingCursor(psycopg.Cursor[Any]):
    """A cursor with which the server keeps the plan of each statement for the life of the connection."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        typed = params and [_typed(value) for value in params]
        return super().execute(query, typed, **{"prepare": True, **options})


def _typed(value: Any) -> Any:
    """Return a value with one type for all numbers: with the smallest fitting type each, there would be several statements."""
    if type(value) is int:
        return Int8(value)
    if type(value) is list:
        return [_typed(each) for each in value]
    return value
