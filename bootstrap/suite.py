"""`make test`: the suite on SQLite and on PostgreSQL and Redis, with a plain summary of what ran and what did not.

The parts run at the same time, each with its own workers: while one waits for a browser or for a killed worker, the others
use the processors.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bootstrap.environment import Environment
from bootstrap.processes import Run, StopError, run_attached, run_together
from bootstrap.services import VARIABLES, Service, find_browser, find_services

#: Settings of a person's shell or of a server that must not change what the suite tests.
_SETTINGS = ("DEBUG", "SECRET_KEY", "CELERY_BROKER_URL", *VARIABLES.values())
_PYTEST_NO_TESTS = 5
#: The number of workers of each part, on two processors. Each imports all tests, so the shortest part has one worker.
_WORKERS = {"first": 1}
_MOST_WORKERS = 2
#: The code that decides which flags are raised; its tests must cover a minimum share of its branches.
_CORE = ("claims/policy", "claims/operations", "claims/casefile", "sources/operations")
_CORE_PERCENT = 95


@dataclass(frozen=True, slots=True)
class Part:
    """One run of pytest: its servers, and the tests that it leaves to the other parts (none if it is the only part)."""

    servers: tuple[Service, ...] = ()
    name: str = ""

    @property
    def subject(self) -> str:
        on_sqlite = not any(server.name == "PostgreSQL" for server in self.servers)
        what = "journeys" if self.name == "journeys" else "suite"
        return f"{what} on " + " + ".join((["SQLite"] if on_sqlite else []) + [server.label for server in self.servers])

    @property
    def options(self) -> list[str]:
        return [f"--part={self.name}"] if self.name else []


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the summary: its subject, its result, and whether that is a failure."""

    subject: str
    result: str
    failed: bool = False

    def __str__(self) -> str:
        return f"{self.subject}: {self.result}"


def run_suite(environment: Environment, arguments: Sequence[str], *, coverage: bool) -> int:
    """Run pytest with `arguments`, once per kind of database; return an exit code."""
    required = os.environ.get("REQUIRE_SERVICES", "") not in {"", "0"}
    services = find_services(environment, required=required)
    browser = find_browser()
    missing = [skipped(service, required=required) for service in services if service.problem]
    if required and missing:
        raise StopError("\n".join(["REQUIRE_SERVICES is set, so no suite was run:", *map(str, missing)]))
    measured = _fresh_directory(environment.root / "var" / "coverage") if coverage else None
    began = time.monotonic()
    outcomes = _run(environment, parts(services), arguments, browser, measured)
    outcomes += missing
    if measured:
        outcomes.append(_judge_coverage(environment, measured))
    outcomes.append(browser_outcome(browser, required=required))
    outcomes.append(Outcome("all of it", f"{_minutes(time.monotonic() - began)} minutes"))
    return close(outcomes)


def run_fast(environment: Environment, arguments: Sequence[str]) -> int:
    """Run the tests that are meant for between edits, on SQLite; return an exit code."""
    return close(_run(environment, [Part(name="fast")], ["-q", *arguments], "", None))


def parts(services: Sequence[Service]) -> list[Part]:
    """Return the parts to run: one without servers; and if servers answer, one on them with the database tests and journeys.

    Tests without a database have the same result on both; pages and the API are tested on the servers' database.
    """
    answering = tuple(service for service in services if not service.problem)
    return [Part(name="first"), Part(answering, "second"), Part(answering, "journeys")] if answering else [Part()]


def skipped(service: Service, *, required: bool) -> Outcome:
    """Return the summary line of a server that did not answer: a failure if it was requested or is required."""
    return Outcome(f"suite on {service.name}", f"NOT RUN ({service.problem})", failed=required or service.asked_for)


def browser_outcome(browser: str, *, required: bool) -> Outcome:
    found = f"in {browser}" if browser else "NOT RUN (no chromium on PATH; install one, or set CHROMIUM)"
    return Outcome("pages in a real browser", found, failed=required and not browser)


def _minutes(seconds: float) -> str:
    return f"{seconds // 60:.0f}:{seconds % 60:02.0f}"


def close(outcomes: Sequence[Outcome]) -> int:
    print()
    for outcome in outcomes:
        print(outcome)
    return 1 if any(outcome.failed for outcome in outcomes) else 0


def _run(
    environment: Environment, parts: Sequence[Part], arguments: Sequence[str], browser: str, measured: Path | None
) -> list[Outcome]:
    """Run the parts at the same time: one on the terminal; the output of the others is shown when it has ended."""
    print("".join(f"\n{part.subject}" for part in parts), flush=True)
    shown = max(parts, key=lambda part: part.name == "second")
    runs = {
        part: Run(
            _command(environment, part, arguments, measured),
            _variables(environment, part, browser, measured),
            None if part is shown else _log(environment, part),
        )
        for part in parts
    }
    began = time.monotonic()
    ended = {run: (code, time.monotonic() - began) for run, code in run_together(list(runs.values()))}
    for part, run in runs.items():
        if run.log:
            print(f"\n{part.subject}\n{run.log.read_text(errors='replace')}", flush=True)
    return [_outcome(part, *ended[run], narrowed=bool(arguments)) for part, run in runs.items()]


def _command(environment: Environment, part: Part, arguments: Sequence[str], measured: Path | None) -> tuple[str | Path, ...]:
    options = ["-p", "tests.measured"] if _measures(part, measured) else []
    workers = _WORKERS.get(part.name, _MOST_WORKERS)
    return (environment.python, "-m", "pytest", "-n", str(workers), *options, *part.options, *arguments)


def _measures(part: Part, measured: Path | None) -> bool:
    """Return whether a part's coverage is measured: one part is enough, since the core is the same on both databases."""
    return measured is not None and part.name in {"", "first"}


def _variables(environment: Environment, part: Part, browser: str, measured: Path | None) -> Mapping[str, str]:
    variables = {name: value for name, value in environment.variables().items() if name not in _SETTINGS}
    variables |= {VARIABLES[server.name]: server.url for server in part.servers}
    if browser:
        variables["CHROMIUM"] = browser
    if measured:
        variables |= {"COVERAGE_FILE": str(measured / "run"), "MEASURED": ",".join(_CORE)}
    return variables


def _log(environment: Environment, part: Part) -> Path:
    log = environment.root / "var" / f"test-{part.name}.log"
    log.parent.mkdir(exist_ok=True)
    return log


def _outcome(part: Part, code: int, seconds: float, *, narrowed: bool) -> Outcome:
    nothing = code == _PYTEST_NO_TESTS and narrowed  # a part may have none of a few selected tests
    words = {0: "passed", _PYTEST_NO_TESTS: "no test of those runs on it" if nothing else "FAILED (no test was found)"}
    result = f"{words.get(code, f'FAILED (exit code {code})')} after {_minutes(seconds)} minutes"
    return Outcome(part.subject, result, failed=code != 0 and not nothing)


def _fresh_directory(path: Path) -> Path:
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def _core_files() -> str:
    """Return each of them as a module or as a package, whichever exists."""
    return ",".join(f"{name}.py,{name}/**" for name in _CORE)


def _judge_coverage(environment: Environment, measured: Path) -> Outcome:
    coverage: list[str | Path] = [environment.python, "-m", "coverage"]
    env = environment.variables(COVERAGE_FILE=str(measured / "all"))
    print(flush=True)
    run_attached([*coverage, "combine", "--keep", "--quiet", *sorted(measured.glob("run.*"))], env=env)
    code = run_attached([*coverage, "report", f"--include={_core_files()}", f"--fail-under={_CORE_PERCENT}"], env=env)
    result = f"at least {_CORE_PERCENT}%" if code == 0 else f"FAILED (under {_CORE_PERCENT}%, or not measured)"
    return Outcome("branch coverage of policy, operations and case files", result, failed=code != 0)
