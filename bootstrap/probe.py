"""Check whether PostgreSQL and Redis answer. Runs in the project's environment, which has their drivers; prints JSON."""

from __future__ import annotations

import getpass
import hashlib
import json
import os
import re
import sys
from pathlib import Path
from urllib.parse import quote

_TIMEOUT_SECONDS = 3
_LOCAL = "127.0.0.1"


def postgresql() -> dict[str, str]:
    """Return {"url", "version"} of DATABASE_URL or of a local server, or {"problem"}."""
    asked = os.environ.get("DATABASE_URL", "")
    if re.match(r"(postgres|postgresql|psql|pgsql)://", asked):
        answer = _ask_postgresql("postgresql://" + asked.partition("://")[2], asked)
        return {"problem": f"DATABASE_URL: {answer['problem']}"} if "problem" in answer else answer
    # This database is never created: the suite creates test_… from the name, one per checkout, so that two do not collide.
    name = "factcheck_" + hashlib.sha256(str(Path.cwd()).encode()).hexdigest()[:8]
    answer = {"problem": "nobody to come as"}
    for user in dict.fromkeys(filter(None, (os.environ.get("PGUSER"), "postgres", getpass.getuser()))):
        server = f"://{quote(user, safe='')}@{_LOCAL}:5432/"
        answer = _ask_postgresql(f"postgresql{server}postgres", f"postgres{server}{name}")
        if "version" in answer:
            return answer
    return {"problem": f"no server at {_LOCAL}:5432 that lets us in ({answer['problem']}); set DATABASE_URL"}


def _ask_postgresql(address: str, url: str) -> dict[str, str]:
    import psycopg  # noqa: PLC0415 - a broken driver is an answer too

    try:
        with psycopg.connect(address, connect_timeout=_TIMEOUT_SECONDS) as connection:
            found = connection.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
            version = connection.info.server_version
    except psycopg.Error as error:
        return {"problem": _first_line(error)}
    if not found or not found[0]:
        return {"problem": "its user may not create databases, which the tests need"}
    return {"url": url, "version": f"{version // 10000}.{version % 10000}"}


def redis() -> dict[str, str]:
    """Return {"url", "version"} of REDIS_URL or of a local server, or {"problem"}."""
    asked = os.environ.get("REDIS_URL")
    import redis as driver  # noqa: PLC0415 - as above

    # The last of the sixteen databases of a default Redis, which is unlikely to be in use.
    url = asked or f"redis://{_LOCAL}:6379/15"
    try:
        with driver.Redis.from_url(url, socket_connect_timeout=_TIMEOUT_SECONDS, socket_timeout=_TIMEOUT_SECONDS) as server:
            info = server.info("server")
    except (driver.RedisError, OSError, ValueError) as error:
        return {
            "problem": f"REDIS_URL: {_first_line(error)}"
            if asked
            else f"no server at {_LOCAL}:6379 that lets us in; set REDIS_URL"
        }
    return {"url": url, "version": str(info["redis_version"])}


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].strip()


if __name__ == "__main__":
    json.dump({"PostgreSQL": postgresql(), "Redis": redis()}, sys.stdout)
