"""`make check`: every check except the test suite. All checks run at the same time, even if one fails."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from bootstrap.environment import Environment
from bootstrap.processes import Run, run_together

_TEMPLATES = ("factcheck", "claims", "sources")


def run_checks(environment: Environment) -> int:
    """Run the checks; print a line for each as it ends, and the output of those that fail. Return an exit code."""
    logs = environment.root / "var" / "check"
    logs.mkdir(parents=True, exist_ok=True)
    # An in-memory database: the check for missing migrations does not depend on a person's own database.
    env = environment.variables(DEBUG="1", DATABASE_URL="sqlite://:memory:", NO_MKDOCS_2_WARNING="1")
    checks = _checks(environment)
    runs = {Run(command, env, logs / f"{name}.log"): name for name, command in checks.items()}
    began, passed = time.monotonic(), 0
    for run, code in run_together(list(runs)):
        passed += code == 0
        print(f"{runs[run]} … {'failed after ' if code else ''}{time.monotonic() - began:.1f} s", flush=True)
        if code and run.log:
            print(run.log.read_text(errors="replace"))
    print(f"{passed} of {len(checks)} checks passed")
    return 0 if passed == len(checks) else 1


def _checks(environment: Environment) -> dict[str, Sequence[str | Path]]:
    python, scripts = environment.python, environment.path / "bin"
    checks: dict[str, Sequence[str | Path]] = {
        "mypy": [python, "-m", "mypy"],  # first, because it takes longest
        "ruff check": [python, "-m", "ruff", "check"],
        "ruff format": [python, "-m", "ruff", "format", "--check"],
        "hadolint": [scripts / "hadolint", "Dockerfile"],
        "import contract": [scripts / "lint-imports"],
        "documentation": [python, "-m", "mkdocs", "build", "--site-dir", "var/check/docs"],
        "migrations up to date": [python, "manage.py", "makemigrations", "--check", "--dry-run"],
    }
    templates = [app for app in _TEMPLATES if any((environment.root / app).rglob("*.html"))]
    if templates:
        checks["djlint"] = [python, "-m", "djlint", "--lint", *templates]
    return checks
