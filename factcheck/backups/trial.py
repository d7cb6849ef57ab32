"""Restoring a backup on trial: into a database that is made for it and dropped afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import quote

import psycopg
from django.conf import settings
from psycopg import sql

from factcheck.backups import making
from factcheck.backups.manifest import BackupError

_NAME: Final = "factcheck_trial_"


def restored_on_trial(path: Path, identities: Sequence[Path], into: str = "") -> None:
    """Restore a backup into a database of its own, which is dropped afterwards, or into the empty one of the URL ``into``.

    It is restored by ``manage.py restore`` in a process of its own, with all its comparisons. Raises: BackupError.
    """
    with _database(into) as url:
        words = [word for file in identities for word in ("--identity", str(file))]
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "restore", str(path.resolve()), *words]
        # By the environment, because every user of the machine sees the arguments of a process.
        environment = {**os.environ, "DATABASE_URL": url, "NO_COLOR": "1"}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - no shell, words of ours
    if done.returncode:
        raise BackupError(" ".join(done.stderr.strip().splitlines()[-3:]) or f"restore ended with {done.returncode}")


@contextmanager
def _database(into: str) -> Iterator[str]:
    """Yield the URL of an empty database."""
    if into:
        yield into
        return
    engine, known = making.database()
    if engine.ENGINE == "sqlite":
        with TemporaryDirectory(prefix="trial-") as directory:
            yield f"sqlite:///{directory}/trial.sqlite3"
        return
    name = f"{_NAME}{uuid.uuid4().hex[:12]}"
    try:
        with psycopg.connect(**_address(known), autocommit=True, connect_timeout=10) as server:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            try:
                yield _url(known, name)
            finally:
                server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    except psycopg.Error as error:
        raise BackupError(
            f"No database for the trial could be made ({type(error).__name__}): grant the account CREATEDB, or name an empty"
            " database with --into."
        ) from error


def _address(known: dict[str, Any]) -> dict[str, Any]:
    parts = {
        "dbname": known["NAME"],
        "user": known["USER"],
        "password": known["PASSWORD"],
        "host": known["HOST"],
        "port": known["PORT"],
    }
    return {name: value for name, value in parts.items() if value}


def _url(known: dict[str, Any], name: str) -> str:
    user, password = (quote(str(known[part]), safe="") for part in ("USER", "PASSWORD"))
    account = f"{user}:{password}@" if password else f"{user}@" if user else ""
    return f"postgres://{account}{quote(str(known['HOST']), safe='')}:{known['PORT'] or 5432}/{name}"
