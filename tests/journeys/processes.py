"""Real processes for journeys: Celery workers, beat and a Redis of one's own, and ways to stop them in the middle."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import redis
from celery import Celery
from django.db import connection, transaction

from claims.models import Claim, VerificationChunk, VerificationRun
from claims.models.run import DONE

ROOT = Path(__file__).resolve().parents[2]
#: Small, so that a fault comes in the middle of a run of seconds.
CLAIMS, CHUNK = 40, 4
CHUNKS = CLAIMS // CHUNK
#: Seconds to wait for a process: many times what it takes, for on a machine that does much else it takes that long.
PATIENCE = 180


class Processes:
    """The processes that one test started; whatever is left of them is killed at its end."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.started: list[subprocess.Popen[bytes]] = []

    def worker(self, *, processes: int = 2, clock: str = "", output: int | None = None) -> subprocess.Popen[bytes]:
        """Start a worker; ``clock`` is what its clock is off by, in seconds, and ``output`` where what it says goes."""
        options = ("--concurrency", str(processes), "--without-gossip", "--without-mingle")
        module = "tests.journeys.wrong_clock" if clock else "celery"
        return self._celery(
            "worker", *options, "--hostname", f"w{len(self.started)}@%h", module=module, output=output, CLOCK_OFF=clock
        )

    def beat(self, schedule: Path) -> subprocess.Popen[bytes]:
        """Start the scheduler; it keeps its times in the file ``schedule``."""
        return self._celery("beat", "--schedule", str(schedule), "--pidfile=")

    def web(self, **variables: str) -> str:
        """Start a web server, and return its address once it answers."""
        port = free_port()
        command = [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}", "--noreload", "--skip-checks"]
        environment = self.environment | variables
        process = subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL)
        self.started.append(process)
        until(lambda: _listens(port))
        return f"http://127.0.0.1:{port}"

    def _celery(
        self, *command: str, module: str = "celery", output: int | None = None, **variables: str
    ) -> subprocess.Popen[bytes]:
        arguments = [sys.executable, "-m", module, "-A", "factcheck.celery", *command, "--loglevel", "WARNING"]
        environment = self.environment | variables
        process = subprocess.Popen(arguments, env=environment, cwd=ROOT, start_new_session=True, stdout=output, stderr=output)
        self.started.append(process)
        return process

    def call(self, task: str, *arguments: Any) -> None:
        """Put a task on the queue, as beat does."""
        with Celery(broker=self.environment["CELERY_BROKER_URL"], set_as_current=False) as sender:
            sender.conf.broker_transport_options = {"global_keyprefix": self.environment["CELERY_KEY_PREFIX"]}
            sender.send_task(task, arguments)

    def kill_all(self) -> None:
        for process in self.started:
            kill(process)


class OwnRedis:
    """A Redis that a test may kill. It forgets its queue when killed, unless it is reported to keep it on disk."""

    def __init__(self, directory: Path) -> None:
        found = shutil.which("redis-server")
        if found is None:
            without("no redis-server on PATH to start one that may be killed: install redis-server")
        self.executable, self.directory = found, directory
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, durable: bool) -> None:
        keeping = ["--appendonly", "yes", "--appendfsync", "always"] if durable else ["--appendonly", "no"]
        place = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.directory), "--save", ""]
        self.process = subprocess.Popen([self.executable, *place, *keeping], stdout=subprocess.DEVNULL)
        until(self._answers)

    def hang(self) -> None:
        """Have it take connections and answer nothing."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(timeout=10)

    def _answers(self) -> bool:
        with suppress(redis.RedisError), redis.Redis.from_url(self.url, socket_timeout=1) as client:
            return bool(client.ping())
        return False


def address_of_database() -> str:
    """Return the address of the database that this test works on."""
    found = connection.settings_dict
    login = f"{found['USER']}:{found['PASSWORD']}" if found["PASSWORD"] else found["USER"]
    return f"postgres://{login}@{found['HOST']}:{found['PORT'] or 5432}/{found['NAME']}"


def without(reason: str) -> None:
    """Skip a test for want of something; where services are required, that is a failure."""
    if os.environ.get("REQUIRE_SERVICES", "") not in {"", "0"}:
        pytest.fail(reason)
    pytest.skip(reason)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and its children at once, as a machine that loses power does."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=PATIENCE)


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


@contextmanager
def locked(*keys: str) -> Iterator[None]:
    """Hold the rows of claims, so that a worker that comes to one waits in the middle of its chunk."""
    with transaction.atomic():
        assert len(Claim.objects.select_for_update(of=("self",)).filter(key__in=keys)) == len(keys)
        yield


def chunks_done() -> int:
    return VerificationChunk.objects.filter(state=DONE).count()


def is_done() -> bool:
    return VerificationRun.objects.filter(state=DONE).exists()


def waiting_for_locks() -> int:
    """Return how many connections to this database wait for a row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else one transaction sees the same for as long as it lasts
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
        return int(cursor.fetchone()[0])


def cut_other_connections() -> None:
    """Cut every connection to this database but the test's, idle ones too, as a restart of the server does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
