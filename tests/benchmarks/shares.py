"""Where a sweep's time goes, step by step: ``python -m tests.benchmarks.shares`` on a database that was filled and verified.

Each step's share of the wall time, and the part of it that was CPU time of this process: the rest was the database's.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from types import ModuleType
from typing import Any
from unittest.mock import patch

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    django.setup()

from django.utils import timezone

from claims.runs import chunks as runs
from claims.runs import lifecycle as run_lifecycle
from claims.verification import evaluating, settling
from claims.verification.storage import storing

#: Steps in the order in which they are taken; one inside another is reported as a part of it.
STEPS: tuple[tuple[ModuleType, str, str], ...] = (
    (runs, "suspects", "comparing fingerprints"),
    (runs, "lock_to_settle", "locking claims"),
    (settling, "standings", "reading standings"),
    (settling, "evaluate", "evaluating"),
    (evaluating, "load_facts", "  of it reading facts"),
    (settling, "store", "storing"),
    (storing, "_write_assessments", "  of it assessments"),
    (storing, "_write_flags", "  of it flags"),
    (storing, "_write_standings", "  of it standings"),
    (storing, "_write_revisions", "  of it revisions and bodies"),
)


class _Watch:
    """Adds up the time inside one function."""

    def __init__(self, call: Callable[..., Any]) -> None:
        self.call = call
        self.wall = self.cpu = 0.0

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            return self.call(*arguments, **named)
        finally:
            self.wall += time.perf_counter() - wall
            self.cpu += time.process_time() - cpu


def report() -> Iterator[str]:
    """Carry out one sweep over all claims and yield a line for each step."""
    with ExitStack() as stack:
        watched = [
            (name, stack.enter_context(patch.object(module, function, _Watch(getattr(module, function)))))
            for module, function, name in STEPS
        ]
        wall, cpu = time.perf_counter(), time.process_time()
        now = timezone.now()
        run = runs.start_run("all", now=now, actor="command:shares")
        while runs.work_chunk(run, timezone.now) is not None:
            pass
        run_lifecycle.finish_run(run, timezone.now())
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    changed = f"{run.changed:,} of {run.verified:,} claims changed"
    yield f"where the time goes ({changed}): {wall:.1f} s, CPU {cpu:.1f} s in this process"
    for name, watch in watched:
        yield f"  {name}: {watch.wall / wall:.0%} of the time, {watch.cpu / max(watch.wall, 1e-9):.0%} of it in this process"


if __name__ == "__main__":
    for line in report():
        print(line)
