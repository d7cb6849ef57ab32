"""Which servers and browsers that tests can use are available."""

from __future__ import annotations

import json
import os
import shutil
import time
from dataclasses import dataclass

from bootstrap.environment import Environment
from bootstrap.processes import answer_of

#: The environment variable that gives the suite the URL of each server.
VARIABLES = {"PostgreSQL": "DATABASE_URL", "Redis": "REDIS_URL"}
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
#: How long CI's servers may take to start.
_START_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Service:
    """A server the suite can run on; `problem` says why it cannot, and `asked_for` whether a variable named it."""

    name: str
    url: str = ""
    version: str = ""
    problem: str = ""
    asked_for: bool = False

    @property
    def label(self) -> str:
        return f"{self.name} {self.version}".strip()


def find_services(environment: Environment, *, required: bool) -> list[Service]:
    """Return PostgreSQL and Redis with their current answers; if `required`, wait for both to start."""
    deadline = time.monotonic() + (_START_SECONDS if required else 0)
    while True:
        services = _ask(environment)
        if not any(service.problem for service in services) or time.monotonic() >= deadline:
            return services
        time.sleep(1)


def _ask(environment: Environment) -> list[Service]:
    answer = answer_of([environment.python, environment.root / "bootstrap" / "probe.py"], env=environment.variables())
    answers = json.loads(answer) if answer else {}
    return [_service(name, answers.get(name, {"problem": "its driver does not start"})) for name in VARIABLES]


def _service(name: str, answer: dict[str, str]) -> Service:
    asked = os.environ.get(VARIABLES[name], "")
    asked_for = bool(asked) and not asked.startswith("sqlite")
    return Service(name, answer.get("url", ""), answer.get("version", ""), answer.get("problem", ""), asked_for)


def find_browser() -> str:
    """Return the path of a Chromium, or an empty string."""
    named = os.environ.get("CHROMIUM")
    candidates = (named,) if named else _BROWSERS
    return next(filter(None, map(shutil.which, candidates)), "")
