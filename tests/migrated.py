"""The migrated database that tests start from: made by the first worker that needs it, and copied by the others.

Migrating takes a worker ten seconds. The copy is kept for later runs, in ``var/`` or on the server, until any code changes.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, cast

import django
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
#: All of the code and not the migrations alone: some call functions of it.
_CODE = ("claims", "sources", "factcheck")
#: PostgreSQL's limit of the length of a name, less what is added to this one.
_LONGEST_NAME = 63 - len("test__migrated_0123456789ab")


@cache
def state_of_code() -> str:
    """Return a digest of everything that decides what a migrated database holds."""
    found = hashlib.sha256(f"{django.get_version()} {settings.LANGUAGE_CODE}".encode())
    for path in sorted(path for folder in _CODE for path in (ROOT / folder).rglob("*.py")):
        found.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()[:12]


def prepare_file(path: Path) -> None:
    """Begin the database of a site of its own with a migrated one, if there is one: `migrate` then has nothing left to do."""
    if (template := SQLite()).exists():
        shutil.copy(template.folder / template.name, path)


@contextmanager
def copied() -> Iterator[None]:
    """Let the database that is created inside be a copy of a migrated one; if there is none yet, keep one of it."""
    template = SQLite() if connection.vendor == "sqlite" else PostgreSQL(_NAME)
    with template.locked():
        if template.exists():
            template.use()
            yield
        else:
            yield
            template.keep()


#: The name of the database in the settings: creating one for tests changes it there.
_NAME = str(settings.DATABASES["default"]["NAME"])


class Template:
    """A migrated database to copy; while one worker makes it, the others wait."""

    def __init__(self, name: str) -> None:
        self.name = name

    @contextmanager
    def locked(self) -> Iterator[None]:
        (ROOT / "var").mkdir(exist_ok=True)
        with (ROOT / "var" / f"test-{connection.vendor}.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class SQLite(Template):
    """A file, which is read into the memory where tests have their database."""

    def __init__(self, folder: Path = ROOT / "var") -> None:
        super().__init__(f"test-migrated-{state_of_code()}.sqlite3")
        self.folder = folder

    def exists(self) -> bool:
        return (self.folder / self.name).exists()

    def use(self) -> None:
        creation: Any = connection.creation
        create = creation._create_test_db

        def create_copy(*args: Any, **options: Any) -> Any:
            vars(creation).pop("_create_test_db")
            name = connection.settings_dict["NAME"] = create(*args, **options)
            connection.ensure_connection()
            self.copy_into(connection.connection)
            return name

        creation._create_test_db = create_copy

    def copy_into(self, target: sqlite3.Connection) -> None:
        source = sqlite3.connect(self.folder / self.name)
        source.backup(target)
        source.close()

    def keep(self) -> None:
        for old in self.folder.glob("test-migrated-*"):
            old.unlink()
        connection.ensure_connection()
        unfinished = self.folder / "test-migrated-unfinished"
        target = sqlite3.connect(unfinished)
        connection.connection.backup(target)
        target.close()
        unfinished.rename(self.folder / self.name)


class PostgreSQL(Template):
    """A database next to those of the tests, which the server copies file by file."""

    def __init__(self, database: str) -> None:
        self.prefix = f"test_{database[:_LONGEST_NAME]}_migrated_"
        super().__init__(self.prefix + state_of_code())

    def exists(self) -> bool:
        return self.name in self._all()

    def use(self) -> None:
        connection.settings_dict["TEST"]["TEMPLATE"] = self.name

    def keep(self) -> None:
        source = connection.settings_dict["NAME"]
        connection.close()
        cast(Any, connection).close_pool()  # a database with connections is not copied
        old = self._all()
        with connection._nodb_cursor() as cursor:
            for name in old:
                cursor.execute(f"DROP DATABASE {connection.ops.quote_name(name)}")
            new, made = map(connection.ops.quote_name, (self.name, source))
            cursor.execute(f"CREATE DATABASE {new} TEMPLATE {made}")

    def _all(self) -> list[str]:
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE left(datname, %s) = %s", [len(self.prefix), self.prefix])
            return [name for (name,) in cursor.fetchall()]
