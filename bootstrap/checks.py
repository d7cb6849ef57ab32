"""`make check`: everything that finds a fault without running the suite. All checks run, whichever fails."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bootstrap.environment import Environment
from bootstrap.processes import StopError, run_quietly, step

_TEMPLATES = ("factcheck", "claims", "sources")


def run_checks(environment: Environment) -> int:
    """Will run each check as one step and show the output of those that fail; returns an exit code."""
    log = environment.root / "var" / "check.log"
    results = [_passes(environment, name, command, log) for name, command in _checks(environment)]
    print(f"{sum(results)} of {len(results)} checks passed")
    return 0 if all(results) else 1


def _checks(environment: Environment) -> list[tuple[str, Sequence[str | Path]]]:
    python, scripts = environment.python, environment.path / "bin"
    checks: list[tuple[str, Sequence[str | Path]]] = [
        ("ruff check", [python, "-m", "ruff", "check"]),
        ("ruff format", [python, "-m", "ruff", "format", "--check"]),
        ("mypy", [python, "-m", "mypy"]),
        ("import contract", [scripts / "lint-imports"]),
        ("migrations up to date", [python, "manage.py", "makemigrations", "--check", "--dry-run"]),
    ]
    templates = [app for app in _TEMPLATES if any((environment.root / app).rglob("*.html"))]
    if templates:
        checks.append(("djlint", [python, "-m", "djlint", "--lint", *templates]))
    return checks


def _passes(environment: Environment, name: str, command: Sequence[str | Path], log: Path) -> bool:
    # A database in memory: whether migrations are complete does not depend on the one that a person works with.
    env = environment.variables(DEBUG="1", DATABASE_URL="sqlite://:memory:")
    try:
        with step(name):
            if run_quietly(command, log=log, env=env) != 0:
                raise StopError
    except StopError:
        print(log.read_text(errors="replace"))
        return False
    return True
