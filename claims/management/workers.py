"""Do a verification run in several processes of this machine, without a broker."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.context import SpawnProcess

from django.db import connection

from claims.management.chunk_worker import work
from claims.models import VerificationRun
from claims.runs.chunks import Progress, progress_of

_LOOK_AGAIN_SECONDS = 0.2


class WorkerLostError(Exception):
    """A worker process ended before the run did. Its finished chunks are stored."""


def work_off(run: VerificationRun, workers: int, report: Callable[[Progress], None]) -> None:
    """Do the chunks of a run in ``workers`` processes, reporting progress. Return when none is left.

    On SQLite, which allows only one writer at a time, use one process.

    Raises: WorkerLostError if one of them was killed or failed; KeyboardInterrupt after all of them have ended.
    """
    number = workers if connection.vendor == "postgresql" else 1
    # New interpreters, not forks, because a fork would share this process's database connection.
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=work, args=(run.pk,), daemon=True) for _ in range(number)]
    for process in processes:
        process.start()
    try:
        while any(process.is_alive() for process in processes):
            report(progress_of(run))
            time.sleep(_LOOK_AGAIN_SECONDS)
    finally:
        _end(processes)
    lost = [process.exitcode for process in processes if process.exitcode]
    if lost:
        raise WorkerLostError(f"{len(lost)} of {number} workers ended early (exit code {lost[0]})")


def _end(processes: list[SpawnProcess]) -> None:
    """Wait for processes to end. Terminate those that are still working, which rolls back their chunk."""
    for process in processes:
        if process.is_alive():
            process.terminate()
        process.join()
