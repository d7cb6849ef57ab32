"""PostgreSQL: dumped by ``pg_dump`` in the snapshot in which its contents are counted, and loaded by ``pg_restore``."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Final

import psycopg

from factcheck.backups.archive import Digested
from factcheck.backups.contents import contents
from factcheck.backups.manifest import BackupError, Contents

ENGINE: Final = "postgresql"
#: pg_dump compresses already.
COMPRESS: Final = False
_TABLES: Final = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
_SIZE: Final = (
    "SELECT sum(pg_table_size(c.oid)) FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace"
)

Report = Callable[[str, int, int], None]


def server(settings: dict[str, Any]) -> str:
    with _connected(settings) as connection:
        return str(connection.info.server_version // 10_000)


@contextmanager
def dumping(settings: dict[str, Any], _scratch: Path, report: Report) -> Iterator[tuple[Digested, Contents]]:
    """Yield the dump as it is made, and what the database holds in the snapshot of the dump."""
    program = _program("pg_dump", settings)
    with _connected(settings) as connection, connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        snapshot = _one(connection, "SELECT pg_export_snapshot()")
        held = contents(lambda statement: _rows(connection, statement), _tables(connection))
        size = int(_one(connection, _SIZE) or 0)
        command = [program, "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", *_target(settings)]
        with TemporaryFile() as said, _running(command, settings, stdout=subprocess.PIPE, stderr=said) as process:
            if process.stdout is None:
                raise AssertionError
            # The dump is smaller than the tables, as it is compressed: the bar runs ahead at the end, never back.
            yield Digested(process.stdout, lambda done: report("dumped bytes", min(done, size), size)), held
            _ended(process, said, "pg_dump")


def is_empty(settings: dict[str, Any]) -> bool:
    with _connected(settings) as connection:
        return not _tables(connection)


def load(settings: dict[str, Any], dump: IO[bytes], _scratch: Path, report: Report) -> None:
    """Put a dump into an empty database: all of it in one transaction, or nothing."""
    program = _program("pg_restore", settings)
    command = [program, "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", *_target(settings)]
    with TemporaryFile() as said, _running(command, settings, stdin=subprocess.PIPE, stderr=said) as process:
        if process.stdin is None:
            raise AssertionError
        done = 0
        try:
            with process.stdin as sink:
                while block := dump.read(1 << 20):
                    sink.write(block)
                    done += len(block)
                    report("loaded bytes", done, done)
        except BrokenPipeError:  # it has ended, and says why
            pass
        _ended(process, said, "pg_restore")


def held(settings: dict[str, Any]) -> Contents:
    with _connected(settings) as connection, connection.transaction():
        return contents(lambda statement: _rows(connection, statement), _tables(connection))


@contextmanager
def _connected(settings: dict[str, Any]) -> Iterator[psycopg.Connection]:
    wanted = {"dbname": settings["NAME"], "user": settings["USER"], "password": settings["PASSWORD"]}
    place = {"host": settings["HOST"], "port": settings["PORT"]}
    given = {name: value for name, value in (wanted | place).items() if value}
    try:
        with psycopg.connect(**given, connect_timeout=10) as connection:
            yield connection
    except psycopg.OperationalError as error:
        raise BackupError(f"The database does not answer: {error}") from error


def _rows(connection: psycopg.Connection, statement: str) -> Iterator[Any]:
    # On the server, so that the digests of millions of revisions are not held in memory.
    with connection.cursor(name="contents") as cursor:
        cursor.execute(statement)
        yield from cursor


def _one(connection: psycopg.Connection, statement: str) -> Any:
    return next(iter(connection.execute(statement)))[0]


def _tables(connection: psycopg.Connection) -> list[str]:
    return [name for (name,) in connection.execute(_TABLES)]


def _program(name: str, settings: dict[str, Any]) -> str:
    """Return a program of PostgreSQL. Raises: BackupError if there is none, or if it is older than the server."""
    try:
        told = subprocess.run([name, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603 - a name of ours
    except (OSError, subprocess.CalledProcessError) as error:
        raise BackupError(f"{name} was not found: install PostgreSQL's client programs on this machine.") from error
    found = re.search(r"(\d+)(\.\d+)?", told)
    ours, theirs = int(found[1]) if found else 0, int(server(settings))
    if ours < theirs:
        raise BackupError(
            f"{name} is of PostgreSQL {ours}, and the server of {theirs}: install its client of version {theirs}."
        )
    return name


def _target(settings: dict[str, Any]) -> list[str]:
    named = [("--host", settings["HOST"]), ("--port", settings["PORT"]), ("--username", settings["USER"])]
    return [f"{name}={value}" for name, value in (*named, ("--dbname", settings["NAME"])) if value]


@contextmanager
def _running(command: list[str], settings: dict[str, Any], **streams: Any) -> Iterator[subprocess.Popen[bytes]]:
    # By the environment, because every user of the machine sees the arguments of a process.
    secret = {"PGPASSWORD": settings["PASSWORD"]} if settings["PASSWORD"] else {}
    with subprocess.Popen(command, env={**os.environ, **secret}, **streams) as process:  # noqa: S603 - no shell, names of ours
        try:
            yield process
        except BaseException:
            process.kill()
            raise


def _ended(process: subprocess.Popen[bytes], said: IO[bytes], name: str) -> None:
    if process.wait():
        said.seek(0)
        last = said.read().decode(errors="replace").strip().splitlines()[-3:]
        raise BackupError(f"{name} failed: {' '.join(last) or process.returncode}")
