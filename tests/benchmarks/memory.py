"""The memory of the web server, a worker and beat, started as compose.yaml does: ``python -m tests.benchmarks.memory``.

Prints the proportional set size of the processes of each, in which pages that processes share count once: after the start, and
the largest that was seen while clients read and a sweep over every claim went on. Options: ``--claims 10000``.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from celery import Celery

from bootstrap import probe
from tests.benchmarks.api.report import prepared
from tests.benchmarks.databases import postgresql
from tests.benchmarks.spending import PRODUCTION
from tests.image import compose

ROOT = Path(__file__).resolve().parents[2]
PORT, BROKER = 8971, 8972
READERS, READS = 16, 2_000
_SWEEP_SECONDS = 900
#: What clients read: pages of claims, a search, and the sources.
_PATHS = ("/api/v1/claims/", "/api/v1/claims/?q=agency", "/api/v1/claims/?limit=100", "/api/v1/sources/")


class Watched:
    """The processes of one service, which write their log to a file."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str], directory: Path) -> None:
        self.name, self.most = name, 0.0
        with (directory / f"{name}.log").open("w") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)

    def processes(self) -> list[int]:
        found = [self.process.pid]
        for process in found:
            with suppress(OSError):
                found += [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
        return found

    def look(self) -> float:
        """Return the megabytes that its processes have now, and remember the most."""
        now = sum(_pss(process) for process in self.processes()) / 1024
        self.most = max(self.most, now)
        return now

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)


def _pss(process: int) -> int:
    with suppress(OSError):
        return int(re.findall(r"^Pss: +(\d+) kB", Path(f"/proc/{process}/smaps_rollup").read_text(), re.MULTILINE)[0])
    return 0


def started(environment: dict[str, str], directory: Path) -> list[Watched]:
    """Start the three services with the commands of compose.yaml and of the Dockerfile."""
    services = compose.services({"ALLOWED_HOSTS": "127.0.0.1"})
    (options,) = re.findall(r'GUNICORN_CMD_ARGS="([^"]*)"', (ROOT / "Dockerfile").read_text())
    web = ["gunicorn", "factcheck.wsgi:application", *shlex.split(options), f"--bind=127.0.0.1:{PORT}"]
    beat = [*services["beat"]["command"][:-2], f"--schedule={directory}/beat", "--pidfile="]
    commands = {"web": web, "worker": services["worker"]["command"], "beat": beat}
    return [Watched(name, [sys.executable, "-m", *command], environment, directory) for name, command in commands.items()]


@contextmanager
def broker(directory: Path) -> Iterator[str]:
    """Run a Redis, whose memory is not measured."""
    server = shutil.which("redis-server") or sys.exit("Install redis-server: the processes are measured with a broker.")
    command = [server, "--port", str(BROKER), "--dir", str(directory), "--save", "", "--loglevel", "warning"]
    process = subprocess.Popen(command)
    try:
        yield f"redis://127.0.0.1:{BROKER}/0"
    finally:
        process.terminate()
        process.wait(timeout=30)


def read(token: str) -> int:
    """Have clients read, and return how many requests were answered with what they asked for."""

    def ask(number: int) -> bool:
        headers = {"Authorization": f"Bearer {token}", "X-Forwarded-Proto": "https"}
        request = urllib.request.Request(f"http://127.0.0.1:{PORT}{_PATHS[number % len(_PATHS)]}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
                return bool(answer.read()) and answer.status == 200
        except OSError:
            return False

    with ThreadPoolExecutor(READERS) as clients:
        return sum(clients.map(ask, range(READS)))


def swept(url: str, environment: dict[str, str]) -> float:
    """Have the worker verify every claim, and return how many seconds it took."""
    ended = "SELECT count(*) FROM claims_verificationrun WHERE state = 'done'"
    with psycopg.connect(url.replace("postgres://", "postgresql://"), autocommit=True) as connection:
        before = connection.execute(ended).fetchall()
        begun = time.monotonic()
        # Not by a command of its own, whose start would cost as much as a sweep over ten thousand claims.
        with Celery(broker=environment["CELERY_BROKER_URL"], set_as_current=False) as client:
            client.send_task("claims.verify_everything")
        while connection.execute(ended).fetchall() == before:
            if time.monotonic() - begun > _SWEEP_SECONDS:
                sys.exit(f"The worker has not verified every claim in {_SWEEP_SECONDS} seconds.")
            time.sleep(0.5)
    return time.monotonic() - begun


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.memory", description=__doc__)
    parser.add_argument("--claims", type=int, default=10_000)
    claims = parser.parse_args().claims
    server = probe.postgresql()
    if "problem" in server:
        sys.exit(f"Memory is measured on PostgreSQL: {server['problem']}")
    with tempfile.TemporaryDirectory() as name, postgresql(server["url"]) as database, broker(Path(name)) as queue:
        directory = Path(name)
        token = prepared(database, claims)
        own = {"DATABASE_URL": database.url, "CELERY_BROKER_URL": queue, "REDIS_URL": queue.replace("/0", "/1")}
        own |= {"DEBUG": "0", "ALLOWED_HOSTS": "127.0.0.1", "BEHIND_PROXY": "1", "WEB_CONCURRENCY": "2"}
        own |= {"API_PER_MINUTE": "1000000", "SECRET_KEY": PRODUCTION["SECRET_KEY"]}  # of which the token is
        environment = {**os.environ, **own}
        _measure(started(environment, directory), token, database.url, environment, claims)


def wait_for(services: list[Watched]) -> None:
    """Wait until each service has its processes, and they have imported everything."""
    wanted = {"web": 3, "worker": 3, "beat": 1}
    limit = time.monotonic() + 300
    while any(len(service.processes()) < wanted[service.name] for service in services):
        if time.monotonic() > limit:
            sys.exit("The services do not start.")
        time.sleep(0.5)
    time.sleep(20)


def _measure(services: list[Watched], token: str, url: str, environment: dict[str, str], claims: int) -> None:
    over = threading.Event()
    try:
        wait_for(services)
        idle = {service.name: service.look() for service in services}
        counts = {service.name: len(service.processes()) for service in services}

        def watch() -> None:
            while not over.wait(0.5):
                for service in services:
                    service.look()

        watching = threading.Thread(target=watch)
        watching.start()
        with ThreadPoolExecutor(1) as aside:
            sweep = aside.submit(swept, url, environment)
            answered = read(token)
            seconds = sweep.result()
        if answered < READS:
            sys.exit(f"Only {answered} of {READS} reads were answered: the figures would be worth nothing.")
        over.set()
        watching.join()
    finally:
        over.set()
        for service in services:
            service.stop()
    print(f"{claims:,} claims; {answered:,} of {READS:,} reads answered by {READERS} clients; a sweep of {seconds:.0f} s")
    print(f"{'':8}{'processes':>10}{'started':>10}{'most':>10}")
    for service in services:
        print(f"{service.name:8}{counts[service.name]:>10}{idle[service.name]:>7.0f} MB{service.most:>7.0f} MB")
    total, most = sum(idle.values()), sum(service.most for service in services)
    print(f"{'all':8}{sum(counts.values()):>10}{total:>7.0f} MB{most:>7.0f} MB")


if __name__ == "__main__":
    main()
