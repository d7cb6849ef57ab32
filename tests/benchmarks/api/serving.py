"""Web servers that a benchmark starts and asks over one connection that stays open, and the CPU time that they take."""

from __future__ import annotations

import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from tests.benchmarks.databases import Database
from tests.benchmarks.spending import PRODUCTION, ROOT, cpu_seconds

#: What the proxy tells of a request that came over TLS.
_THROUGH_PROXY = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1", "Accept": "application/json"}
_START_SECONDS = 60.0


class UnmeasuredError(Exception):
    """A contender cannot be measured; the message says why."""


class Answer(NamedTuple):
    """What came back."""

    status: int
    etag: str
    body: bytes


class Cpu(NamedTuple):
    """CPU seconds so far: of the server's own process, and of the database's."""

    app: float
    database: float


class Server:
    """A server that has started, and a connection to it."""

    def __init__(self, port: int, cpu: Callable[[], Cpu], headers: Mapping[str, str] | None = None) -> None:
        self.cpu = cpu
        self._headers = dict(headers or {})
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(
        self, path: str, headers: Mapping[str, str] | None = None, *, method: str = "GET", body: bytes | None = None
    ) -> Answer:
        """Send a request and return its answer."""
        self._connection.request(method, path, body=body, headers={**self._headers, **(headers or {})})
        response = self._connection.getresponse()
        return Answer(response.status, response.headers.get("ETag", ""), response.read())

    def close(self) -> None:
        """Let go of the connection; the next request opens another. One that was idle for seconds the server has closed."""
        self._connection.close()


@contextmanager
def service(database: Database, token: str, redis_url: str) -> Iterator[Server]:
    """Run the service as the image does, with one worker process, on a database and, if it is named, a Redis."""
    environment = {
        **PRODUCTION,
        "DATABASE_URL": database.url,
        "REDIS_URL": redis_url,
        "DJANGO_SETTINGS_MODULE": "tests.benchmarks.api.settings",
        "ALLOWED_HOSTS": "127.0.0.1",
        "BEHIND_PROXY": "1",
        "API_PER_MINUTE": "1000000000",  # counted all the same
        "WEB_CONCURRENCY": "1",
        "GUNICORN_CMD_ARGS": "",
    }
    port = _free_port()
    # A worker that is replaced half-way would take its CPU time with it.
    arguments = [*production_arguments(), f"--bind=127.0.0.1:{port}", "--max-requests=0"]
    command = [sys.executable, "-m", "gunicorn", "factcheck.wsgi:application", *arguments]
    with _running(command, port, environment):
        asked = Server(port, lambda: Cpu(0, 0), {**_THROUGH_PROXY, "Authorization": f"Bearer {token}"})
        worker = int(asked.ask("/bench/worker/").body)
        if cpu_seconds(worker) is None:
            raise UnmeasuredError("this system does not tell the CPU time of another process")
        asked.cpu = lambda: Cpu(cpu_seconds(worker) or 0.0, database.backends_cpu())
        try:
            yield asked
        finally:
            asked.close()


@contextmanager
def other(command: Sequence[str], port_option: str) -> Iterator[Server]:
    """Run another server that keeps its data in its own process."""
    port = _free_port()
    with _running([*command, port_option, str(port)], port, {}) as process:
        asked = Server(port, lambda: Cpu(cpu_seconds(process.pid) or 0.0, 0.0))
        try:
            yield asked
        finally:
            asked.close()


def production_arguments() -> list[str]:
    """Return how the image runs gunicorn, wherever it listens."""
    found = re.search(r'GUNICORN_CMD_ARGS="([^"]*)"', (ROOT / "Dockerfile").read_text())
    if found is None:
        raise UnmeasuredError("the Dockerfile no longer says how gunicorn is run")
    return [argument for argument in found[1].split() if not argument.startswith("--bind")]


@contextmanager
def _running(command: Sequence[str], port: int, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with tempfile.TemporaryFile("w+") as complained:
        process = subprocess.Popen(
            command, env={**os.environ, **environment}, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=complained
        )
        try:
            _wait_for(process, port)
            yield process
        except (UnmeasuredError, ConnectionError) as error:
            complained.seek(0)
            raise UnmeasuredError(f"{error}: {complained.read()[-2000:]}") from error
        finally:
            process.terminate()
            process.wait(30)


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise UnmeasuredError("the server did not start")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
