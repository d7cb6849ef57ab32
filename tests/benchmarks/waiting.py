"""An incremental run by workers that have started and wait for it, as a queue's do: ``python -m tests.benchmarks.waiting 2``.

Prints the seconds from the beginning of the run, when claims have been marked, to its end.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from multiprocessing.connection import Connection

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    django.setup()


def wait_and_work(calls: Connection) -> None:
    """Start, say so, and do chunks of the run that is named then."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    django.setup()
    from claims.management.chunk_worker import work
    from claims.runs.lifecycle import stalled_runs

    stalled_runs()  # a worker that has started is connected
    calls.send("ready")
    work(calls.recv())
    calls.send("done")


def seconds(workers: int) -> float:
    """Return how long ``workers`` take for what is marked."""
    from django.utils import timezone

    from claims.models.run import DUE
    from claims.runs.chunks import start_run
    from claims.runs.lifecycle import finish_run

    context = multiprocessing.get_context("spawn")
    ends = [context.Pipe() for _ in range(workers)]
    processes = [context.Process(target=wait_and_work, args=(theirs,)) for _, theirs in ends]
    for process in processes:
        process.start()
    for ours, _ in ends:
        ours.recv()
    started = time.perf_counter()
    run = start_run(DUE, now=timezone.now(), actor="command:benchmark", workers=workers)
    for ours, _ in ends:
        ours.send(run.pk)
    for ours, _ in ends:
        ours.recv()
    finish_run(run, timezone.now())
    taken = time.perf_counter() - started
    for process in processes:
        process.join()
    return taken


if __name__ == "__main__":
    print(seconds(int(sys.argv[1])))
