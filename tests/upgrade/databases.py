"""An empty database of each kind, dropped afterwards."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

#: Where DATABASE_URL names no PostgreSQL.
SERVER: Final = "postgres://postgres@127.0.0.1:5432/postgres"


@contextmanager
def _sqlite(directory: Path) -> Iterator[str]:
    yield f"sqlite:///{directory / 'record.sqlite3'}"


@contextmanager
def _postgresql(_directory: Path) -> Iterator[str]:
    given = os.environ.get("DATABASE_URL", "")
    server = given if given.startswith("postgres") else SERVER
    name = f"factcheck_upgrade_{os.getpid()}"
    with psycopg.connect(urlsplit(server)._replace(path="/postgres").geturl(), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


DATABASES: Final[dict[str, Callable[[Path], AbstractContextManager[str]]]] = {"postgresql": _postgresql, "sqlite": _sqlite}
