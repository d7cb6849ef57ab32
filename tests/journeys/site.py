"""The site as it runs in production: gunicorn with threads, without debug pages; and a client that waits for nothing long."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from tests.journeys.processes import ROOT, free_port, kill, until

THREADS = 8
#: Seconds that this client waits; gunicorn's threads waited for thirty when a database was away.
PATIENCE = 15
PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": "of-a-test-and-long-enough-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "facts.example.org",
    "HTTPS": "0",
    "REDIS_URL": "",
    "API_ANONYMOUS_READ": "1",
    "API_ANONYMOUS_PER_MINUTE": "10000",
    "DJANGO_SETTINGS_MODULE": "factcheck.settings",
}


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: str

    def json(self) -> Any:
        return json.loads(self.body)


class Site:
    """One process of gunicorn; its log goes to a file."""

    def __init__(self, log: Path, environment: dict[str, str]) -> None:
        self.port, self.log = free_port(), log
        command = [sys.executable, "-m", "gunicorn", "factcheck.wsgi", f"--bind=127.0.0.1:{self.port}", "--no-control-socket"]
        command += ["--worker-class=factcheck.serving.lanes.LaneWorker", f"--threads={THREADS}", "--graceful-timeout=1"]
        variables = {**os.environ, **PRODUCTION, **environment}
        with log.open("wb") as out:
            self.process = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=out, stderr=out, start_new_session=True)
        until(self._answers)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """Send one request, on a connection of its own; a body as JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        data = None if body is None else json.dumps(body)
        sent = {"Host": "facts.example.org", **({"Content-Type": "application/json"} if data else {}), **headers}
        try:
            connection.request(method, path, data, sent)
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.headers), answer.read().decode())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def get_at_once(self, path: str, times: int) -> list[Answer]:
        """Send the same request many times at the same moment."""
        with ThreadPoolExecutor(times) as threads:
            return list(threads.map(self.get, [path] * times))

    def logged(self, words: str) -> int:
        """Return how many lines of the log hold some words."""
        return sum(words in line for line in self.log.read_text().splitlines())

    def stop(self) -> None:
        kill(self.process)

    def _answers(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        try:
            return self.get("/healthz").status == 200
        except OSError:
            return False
