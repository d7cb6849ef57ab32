"""Tries what docs/backup.md says about going back in time, on a PostgreSQL of its own: ``python -m tests.point_in_time``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import django
import psycopg

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
django.setup()

from tests.journeys.own_postgresql import OwnPostgresql  # noqa: E402 - the helpers of journeys import models

ROOT = Path(__file__).resolve().parent.parent
ARCHIVE = "test ! -f {to}/%f && cp %p {to}/%f.part && mv {to}/%f.part {to}/%f"


def main() -> int:
    # FAST of the tests turns off what makes a base backup whole; here the server is as in production.
    server = OwnPostgresql(settings=("shared_buffers=16MB", "max_connections=40"))
    archive, base = server.directory / "archive", server.directory / "base"
    try:
        _own(server, archive)
        _add(server.directory / "data", archive_mode="on", wal_level="replica", archive_command=ARCHIVE.format(to=archive))
        _restart(server)
        _manage(server, "migrate", "--verbosity=0")
        _manage(server, "load_case", "claims/sample/visits-and-arms-2024.json")
        connected = ("--host=127.0.0.1", f"--port={server.port}", "--username=postgres")
        server.run("pg_basebackup", *connected, f"--pgdata={base}", "--checkpoint=fast")
        _manage(server, "verify")
        good = datetime.now(UTC)
        time.sleep(1)
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("UPDATE claims_revision SET sha256 = repeat('0', 64)")
            connection.execute("SELECT pg_switch_wal()")
        print("the mistake is found:", _manage(server, "check_integrity", wanted=1).splitlines()[-1])
        server.kill()
        shutil.move(server.directory / "data", server.directory / "spoilt")
        _go_back(server, base, archive, good)
        with psycopg.connect(server.url) as connection:
            (revisions,) = connection.execute("SELECT count(*) FROM claims_revision").fetchone() or (0,)
        print(f"back at {good:%H:%M:%S}, {revisions} revisions:", _manage(server, "check_integrity").splitlines()[-1])
    finally:
        server.remove()
    return 0


def _go_back(server: OwnPostgresql, base: Path, archive: Path, until: datetime) -> None:
    data = server.directory / "data"
    shutil.move(base, data)
    _add(data, restore_command=f"cp {archive}/%f %p", recovery_target_time=str(until), recovery_target_action="promote")
    (data / "recovery.signal").touch()
    if server.account:
        shutil.chown(data / "recovery.signal", "postgres", "postgres")
    server.start()
    with psycopg.connect(server.url, autocommit=True) as connection:
        for _second in range(60):
            row = connection.execute("SELECT pg_is_in_recovery()").fetchone()
            if row is not None and not row[0]:
                return
            time.sleep(1)
    raise TimeoutError("the server is still recovering after a minute")


def _own(server: OwnPostgresql, directory: Path) -> None:
    directory.mkdir()
    if server.account:
        shutil.chown(directory, "postgres", "postgres")


def _add(data: Path, **settings: str) -> None:
    with (data / "postgresql.conf").open("a") as file:
        file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())


def _restart(server: OwnPostgresql) -> None:
    server.kill()
    server.start()


def _manage(server: OwnPostgresql, *words: str, wanted: int = 0) -> str:
    environment = {**os.environ, "DATABASE_URL": server.url, "REDIS_URL": "", "CELERY_BROKER_URL": ""}
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != wanted:
        raise SystemExit(f"manage.py {' '.join(words)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


if __name__ == "__main__":
    sys.exit(main())
