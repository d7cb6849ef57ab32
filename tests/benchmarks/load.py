"""Readers and writers at once on the services as compose.yaml starts them, during a sweep: ``python -m tests.benchmarks.load``.

Prints requests a second and how long reads, pages of one claim and writes took, and whether every acknowledged write is stored.
Options: ``--claims 20000 --readers 200 --writers 20 --seconds 300 --no-sweep``; ``--pause 0.2``: seconds after each write;
``--on URL``: a database that ``tests.benchmarks.scale_data`` filled with so many claims and ``verify --all`` has been over; it
keeps what is written. Exit code 1 for an error or a lost write.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple

from bootstrap import probe
from tests.benchmarks.api.report import prepared, token_on
from tests.benchmarks.databases import Database, existing, postgresql
from tests.benchmarks.memory import PORT, broker, started, swept, wait_for
from tests.benchmarks.spending import PRODUCTION

#: A client reads these in turn, and then begins with another claim.
_LISTS = ("/api/v1/claims/", "/api/v1/claims/?q=agency", "/api/v1/flags/", "/api/v1/events/")
_PATIENCE = 120
_CREATED, _OK = 201, 200


class Asked(NamedTuple):
    """One request: its kind, and how many seconds it took."""

    kind: str
    seconds: float


class Clients:
    """Clients that each send the next request when the last was answered, until they are stopped."""

    def __init__(self, token: str, claims: int, pause: float = 0.0) -> None:
        self.over = threading.Event()
        self.asked: list[Asked] = []
        self.written: list[str] = []
        self.faults: Counter[str] = Counter()
        self._token, self._claims, self._numbers = token, claims, count(1)
        self._pause, self._keys = pause, f"load-{token_hex(4)}"

    def run(self, readers: int, writers: int, seconds: float) -> float:
        """Have them work for so long; return how long it took until the last answer."""
        work: list[Callable[[int], None]] = [*[self._read] * readers, *[self._write] * writers]
        threads = [threading.Thread(target=does, args=(number,)) for number, does in enumerate(work)]
        begun = time.monotonic()
        for thread in threads:
            thread.start()
        self.over.wait(seconds)
        self.over.set()
        for thread in threads:
            thread.join()
        return time.monotonic() - begun

    def _read(self, client: int) -> None:
        for number in count(client):
            for path in (*_LISTS, f"/api/v1/claims/claim-{1 + number * 37 % self._claims:07}/"):
                if self.over.is_set():
                    return
                self._ask("claim" if "claim-" in path else "list", "GET", path, None, _OK)

    def _write(self, client: int) -> None:
        while not self.over.is_set():
            number = next(self._numbers)
            key = f"{self._keys}-{client}-{number}"
            row = {"key": key, "source": f"person-{number % 1_000}", "stance": "supports", "said_at": "2024-06-10"}
            path = f"/api/v1/claims/claim-{1 + number * 101 % self._claims:07}/attributions/"
            if self._ask("write", "POST", path, {"attributions": [row]}, _CREATED):
                self.written.append(key)
            self.over.wait(self._pause)

    def _ask(self, kind: str, method: str, path: str, body: object, wanted: int) -> bool:
        headers = {"Authorization": f"Bearer {self._token}", "X-Forwarded-Proto": "https", "Content-Type": "application/json"}
        connection, begun = http.client.HTTPConnection("127.0.0.1", PORT, timeout=_PATIENCE), time.monotonic()
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            answer.read()
        except OSError as error:
            self.faults[f"{kind}: {type(error).__name__}"] += 1
            return False
        finally:
            connection.close()
        self.asked.append(Asked(kind, time.monotonic() - begun))
        if answer.status != wanted:
            self.faults[f"{kind}: {answer.status}"] += 1
        return answer.status == wanted


def lines(clients: Clients, took: float) -> Iterator[str]:
    """Yield how many requests a second there were, and the times of each kind."""
    yield f"{len(clients.asked)} requests in {took:.0f} s, {len(clients.asked) / took:.0f} a second"
    for kind in ("list", "claim", "write"):
        taken = sorted(asked.seconds for asked in clients.asked if asked.kind == kind)
        if taken:
            shown = ", ".join(
                f"p{share} {taken[min(len(taken) - 1, len(taken) * share // 100)] * 1e3:.0f} ms" for share in (50, 95, 99)
            )
            yield f"{kind}: {len(taken)}, {shown}"


def lost(database: Database, keys: list[str]) -> list[str]:
    """Return the acknowledged attributions that the database does not hold."""
    stored = {key for (key,) in database.rows("SELECT key FROM claims_attribution WHERE key LIKE 'load-%'")}
    return sorted(set(keys) - stored)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.load", description=__doc__)
    for name, default in (("claims", 20_000), ("readers", 200), ("writers", 20), ("seconds", 300)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--pause", type=float, default=0.0)
    parser.add_argument("--on", metavar="URL", default="")
    parser.add_argument("--no-sweep", action="store_true")
    chosen = parser.parse_args()
    server = probe.postgresql()
    if "problem" in server:
        sys.exit(f"The load is measured on PostgreSQL: {server['problem']}")
    at = existing(chosen.on) if chosen.on else postgresql(server["url"])
    with tempfile.TemporaryDirectory() as name, at as database, broker(Path(name)) as queue:
        token = token_on(database.url) if chosen.on else prepared(database, chosen.claims)
        own = {"DATABASE_URL": database.url, "CELERY_BROKER_URL": queue, "REDIS_URL": queue.replace("/0", "/1")}
        own |= {"DEBUG": "0", "ALLOWED_HOSTS": "127.0.0.1", "BEHIND_PROXY": "1", "WEB_CONCURRENCY": "2"}
        own |= {"API_PER_MINUTE": "1000000", "SECRET_KEY": PRODUCTION["SECRET_KEY"]}  # of which the token is
        environment = {**os.environ, **own}
        clients, services = Clients(token, chosen.claims, chosen.pause), started(environment, Path(name))
        try:
            wait_for(services)
            sweep = threading.Thread(target=_sweep_again, args=(database.url, environment, clients.over))
            if not chosen.no_sweep:
                sweep.start()
            took = clients.run(chosen.readers, chosen.writers, chosen.seconds)
            if not chosen.no_sweep:
                sweep.join()
        finally:
            clients.over.set()
            for service in services:
                service.stop()
        print(f"{chosen.claims:,} claims, {chosen.readers} readers, {chosen.writers} writers, sweeps: {not chosen.no_sweep}")
        print("\n".join(lines(clients, took)))
        gone = lost(database, clients.written)
        print(f"{len(clients.written)} writes acknowledged, {len(gone)} of them lost; faults: {dict(clients.faults) or 'none'}")
        if clients.faults:
            print("".join(line for line in (Path(name) / "web.log").open() if "gunicorn.access" not in line))
        return 1 if gone or clients.faults else 0


def _sweep_again(url: str, environment: dict[str, str], over: threading.Event) -> None:
    while not over.is_set():
        swept(url, environment)


if __name__ == "__main__":
    sys.exit(main())
