"""`make test`: the suite on SQLite, then on PostgreSQL and Redis, and a plain word at the end on what ran and what did not."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bootstrap.environment import Environment
from bootstrap.processes import StopError, run_attached
from bootstrap.services import VARIABLES, Service, find_browser, find_services

#: Settings of a person's shell or of a server, which must not change what the suite tests.
_SETTINGS = ("DEBUG", "SECRET_KEY", "CELERY_BROKER_URL", *VARIABLES.values())
_PYTEST_NO_TESTS = 5
#: The code that decides what is flagged, and the least share of its branches that the tests must go through.
_CORE = ("claims/policy", "claims/operations", "claims/casefile", "sources/operations")
_CORE_PERCENT = 95


@dataclass(frozen=True, slots=True)
class Outcome:
    """One closing line: what it is about, what came of it, and whether that is a failure."""

    subject: str
    result: str
    failed: bool = False

    def __str__(self) -> str:
        return f"{self.subject}: {self.result}"


def run_suite(environment: Environment, arguments: Sequence[str], *, coverage: bool) -> int:
    """Will run pytest with `arguments`, once per kind of database; returns an exit code."""
    required = os.environ.get("REQUIRE_SERVICES", "") not in {"", "0"}
    services = find_services(environment, required=required)
    browser = find_browser()
    missing = [skipped(service, required=required) for service in services if service.problem]
    if required and missing:
        raise StopError("\n".join(["REQUIRE_SERVICES is set, so no suite was run:", *map(str, missing)]))
    measured = _fresh_directory(environment.root / "var" / "coverage") if coverage else None
    runs = plans(services)
    outcomes = [
        # The core is the same on both databases: following its lines once is enough, and it takes as long as running them.
        _run(
            environment,
            plan,
            [*part(number, len(runs)), *arguments],
            browser,
            measured if number == 0 else None,
            narrowed=bool(arguments),
        )
        for number, plan in enumerate(runs)
    ]
    outcomes += missing
    if measured:
        outcomes.append(_judge_coverage(environment, measured))
    outcomes.append(browser_outcome(browser, required=required))
    return close(outcomes)


def run_fast(environment: Environment, arguments: Sequence[str]) -> int:
    """Will run what is tested between edits, on SQLite; returns an exit code."""
    return close([_run(environment, (), ["--part=fast", "-q", *arguments], "", None, narrowed=bool(arguments))])


def plans(services: Sequence[Service]) -> list[tuple[Service, ...]]:
    """The servers of each run: none, and then all that answer."""
    answering = tuple(service for service in services if not service.problem)
    return [(), answering] if answering else [()]


def part(number: int, count: int) -> list[str]:
    """What of the suite a run leaves to the other: nothing, where there is one run alone.

    What touches no database finds the same on both; pages, and who may do what, are tested on the database that servers use.
    """
    return [] if count == 1 else [f"--part={('first', 'second')[number]}"]


def subject(plan: Sequence[Service]) -> str:
    on_sqlite = not any(service.name == "PostgreSQL" for service in plan)
    return "suite on " + " + ".join((["SQLite"] if on_sqlite else []) + [service.label for service in plan])


def skipped(service: Service, *, required: bool) -> Outcome:
    """The closing line of a server that did not answer: a failure where one was asked for or must be."""
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
    environment: Environment,
    plan: Sequence[Service],
    arguments: Sequence[str],
    browser: str,
    measured: Path | None,
    *,
    narrowed: bool,
) -> Outcome:
    print(f"\n{subject(plan)}", flush=True)
    variables = {name: value for name, value in environment.variables().items() if name not in _SETTINGS}
    variables |= {VARIABLES[service.name]: service.url for service in plan}
    if browser:
        variables["CHROMIUM"] = browser
    options = []
    if measured:
        variables["COVERAGE_FILE"] = str(measured / f"run-{len(plan)}")
        options = [*(f"--cov={part}" for part in _CORE), "--cov-branch", "--cov-report="]
    began = time.monotonic()
    code = run_attached([environment.python, "-m", "pytest", "-n", "2", *options, *arguments], env=variables)
    nothing = code == _PYTEST_NO_TESTS and narrowed  # of a few tests, one run may have none
    words = {0: "passed", _PYTEST_NO_TESTS: "no test of those runs on it" if nothing else "FAILED (no test was found)"}
    result = f"{words.get(code, f'FAILED (exit code {code})')} after {_minutes(time.monotonic() - began)} minutes"
    return Outcome(subject(plan), result, failed=code != 0 and not nothing)


def _fresh_directory(path: Path) -> Path:
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    return path


def _core_files() -> str:
    """Each of them as a module or as a package, whichever it is by now."""
    return ",".join(f"{name}.py,{name}/**" for name in _CORE)


def _judge_coverage(environment: Environment, measured: Path) -> Outcome:
    coverage: list[str | Path] = [environment.python, "-m", "coverage"]
    env = environment.variables(COVERAGE_FILE=str(measured / "all"))
    print(flush=True)
    run_attached([*coverage, "combine", "--keep", "--quiet", *sorted(measured.glob("run-*"))], env=env)
    code = run_attached([*coverage, "report", f"--include={_core_files()}", f"--fail-under={_CORE_PERCENT}"], env=env)
    result = f"at least {_CORE_PERCENT}%" if code == 0 else f"FAILED (under {_CORE_PERCENT}%, or not measured)"
    return Outcome("branch coverage of policy, operations and case files", result, failed=code != 0)
