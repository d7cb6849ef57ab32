"""Databases that a benchmark makes, measures and drops. Without Django, so that the process that measures stays small."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import psycopg

from tests.benchmarks.spending import Watch, cpu_seconds, unwatched

_LOOK_SECONDS = 0.1


class Database(Protocol):
    """An empty database; statements are committed one by one."""

    name: str
    url: str
    many_writers: bool  # several processes may write at once
    watch: Watch

    def execute(self, sql: str) -> int:
        """Carry out a statement and return how many rows it touched."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return what a query finds."""

    def named_rows(self, sql: str) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
        """Return the names of the columns of what a query finds, and its rows one by one."""

    def backends_cpu(self) -> float:
        """Return the CPU seconds of the server's processes that worked for this database, our own connection's left out."""

    def read_seconds(self, sql: str) -> float:
        """Return how long it takes to read all that a query finds, at the lowest cost that the driver has."""

    def tidy(self) -> None:
        """Do what a database does in the background after many writes."""


class _Sqlite:
    many_writers = False
    watch = staticmethod(unwatched)

    def __init__(self, path: Path) -> None:
        self.name = "SQLite"
        self.url = f"sqlite:///{path}"
        self.connection = sqlite3.connect(path, isolation_level=None)

    def execute(self, sql: str) -> int:
        return self.connection.execute(sql).rowcount

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()

    def named_rows(self, sql: str) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
        found = self.connection.execute(sql)
        return [column[0] for column in found.description], found

    def backends_cpu(self) -> float:
        return 0.0

    def read_seconds(self, sql: str) -> float:
        started = time.perf_counter()
        for _ in self.connection.execute(sql):
            pass
        return time.perf_counter() - started

    def tidy(self) -> None:
        self.connection.execute("ANALYZE")
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class Postgresql:
    """A database of a server of PostgreSQL."""

    many_writers = True

    def __init__(self, url: str) -> None:
        self.url = url
        self.connection = psycopg.connect(_address(url), autocommit=True)
        version = self.connection.info.server_version
        self.name = f"PostgreSQL {version // 10000}.{version % 10000}"
        self._backends: dict[int, float] = {}

    def execute(self, sql: str) -> int:
        return self.connection.execute(sql).rowcount

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql).fetchall()

    def named_rows(self, sql: str) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
        found = self.connection.execute(sql)
        return [column.name for column in found.description or ()], iter(found)

    def backends_cpu(self) -> float:
        found = self.connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type IN ('client backend', 'parallel worker')"
        )
        self._backends.update({pid: seconds for (pid,) in found if (seconds := cpu_seconds(pid)) is not None})
        return sum(self._backends.values())

    def read_seconds(self, sql: str) -> float:
        started = time.perf_counter()
        with self.connection.cursor().copy(f"COPY ({sql}) TO STDOUT") as copy:
            for _ in copy:
                pass
        return time.perf_counter() - started

    def tidy(self) -> None:
        self.connection.execute("VACUUM ANALYZE")
        with suppress(psycopg.errors.InsufficientPrivilege):
            self.connection.execute("CHECKPOINT")

    @contextmanager
    def watch(self) -> Iterator[Callable[[], str]]:
        """Look at the server's processes for this database ten times a second; what they do after the last look is lost."""
        spent: dict[int, float] = {}
        if not _is_here(self.connection):
            yield lambda: " (that of the server is not known)"
            return
        over = threading.Event()
        thread = threading.Thread(target=self._look, args=(spent, over))
        thread.start()
        try:
            yield lambda: f" and {sum(spent.values()):.1f} s in the server"
        finally:
            over.set()
            thread.join()

    def _look(self, spent: dict[int, float], over: threading.Event) -> None:
        with psycopg.connect(_address(self.url), autocommit=True) as connection:
            ours = (connection.info.backend_pid, self.connection.info.backend_pid)
            while not over.is_set():
                found = connection.execute(
                    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> ALL(%s)"
                    " AND backend_type IN ('client backend', 'parallel worker')",
                    [list(ours)],
                )
                spent.update({pid: seconds for (pid,) in found if (seconds := cpu_seconds(pid)) is not None})
                over.wait(_LOOK_SECONDS)


def _is_here(connection: psycopg.Connection[Any]) -> bool:
    """Return whether the server's processes are this machine's: a number alone could be another process's."""
    try:
        return "postgres" in Path(f"/proc/{connection.info.backend_pid}/comm").read_text()
    except OSError:
        return False


def _address(url: str) -> str:
    """Return a Django database URL as PostgreSQL itself writes it."""
    return urlsplit(url)._replace(scheme="postgresql").geturl()


def _with_name(url: str, name: str) -> str:
    return urlsplit(url)._replace(path=f"/{name}").geturl()


@contextmanager
def sqlite() -> Iterator[Database]:
    """Make a database in a file and drop it at the end."""
    with tempfile.TemporaryDirectory() as directory:
        yield _Sqlite(Path(directory) / "bench.sqlite3")


@contextmanager
def postgresql(server: str) -> Iterator[Database]:
    """Make a database on the server of the URL ``server`` and drop it at the end."""
    name = f"factcheck_bench_{os.getpid()}"
    with psycopg.connect(_address(_with_name(server, "postgres")), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            database = Postgresql(_with_name(server, name))
            with database.connection:
                yield database
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def existing(url: str) -> Iterator[Database]:
    """Use a PostgreSQL database that is there, and leave it there."""
    database = Postgresql(url)
    with database.connection:
        yield database
