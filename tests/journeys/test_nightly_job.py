"""The nightly job for real: Celery workers on Redis and PostgreSQL, killed in the middle of a run, and asked twice."""

from __future__ import annotations

import subprocess
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from claims.models import Assessment, VerificationChunk, VerificationRun
from claims.models.run import DONE, RUNNING, WAITING
from tests.journeys.processes import (
    CHUNK,
    CHUNKS,
    PATIENCE,
    Processes,
    chunks_done,
    is_done,
    kill,
    locked,
    until,
    waiting_for_locks,
)
from tests.journeys.stale_night import assert_complete, load_stale_claims

pytestmark = [pytest.mark.postgresql, pytest.mark.redis, pytest.mark.worker, pytest.mark.django_db(transaction=True)]


def test_a_worker_verifies_everything(processes: Processes) -> None:
    expected = load_stale_claims()
    processes.worker()
    processes.call("claims.verify_everything")
    until(is_done)
    assert_complete(expected)


def test_a_worker_killed_in_the_middle_of_a_chunk_loses_and_repeats_nothing(processes: Processes) -> None:
    expected = load_stale_claims()
    first = processes.worker()
    with locked("c25"):
        processes.call("claims.verify_everything")
        until(lambda: chunks_done() == CHUNKS - 1)
        kill(first)
    run = VerificationRun.objects.get()
    assert run.state == RUNNING
    assert list(run.chunks.filter(state=WAITING).values_list("number", flat=True)) == [25 // CHUNK + 1]
    assert Assessment.objects.filter(claim__key__in=["c25", "c26", "c27"]).count() == 3
    long_ago = timezone.now() - timedelta(minutes=10)
    VerificationRun.objects.update(started_at=long_ago, alive_at=long_ago)
    VerificationChunk.objects.filter(state=DONE).update(finished_at=long_ago)
    processes.worker()
    processes.call("claims.resume_stopped_runs")
    until(is_done)
    assert_complete(expected)


def test_a_worker_that_is_asked_to_end_ends_after_its_chunk_and_the_run_goes_on(processes: Processes) -> None:
    expected = load_stale_claims()
    first = processes.worker(processes=1, output=subprocess.PIPE)
    assert first.stdout is not None
    with locked("c25"):
        processes.call("claims.verify_everything")
        until(lambda: chunks_done() == 25 // CHUNK and waiting_for_locks() == 1)
        first.terminate()
        assert any(b"shutdown" in line for line in first.stdout)
    assert first.wait(timeout=PATIENCE) == 0
    assert chunks_done() == 25 // CHUNK + 1
    assert VerificationRun.objects.get().state == RUNNING
    processes.worker()  # the rest is in the queue
    until(is_done)
    assert_complete(expected)


def test_two_workers_on_one_run_never_do_the_same_chunk(processes: Processes) -> None:
    expected = load_stale_claims()
    processes.worker(processes=1)
    processes.worker(processes=1)
    with locked("c00", "c39"):
        processes.call("claims.verify_everything")
        until(lambda: chunks_done() == CHUNKS - 2)
        until(lambda: waiting_for_locks() == 2)  # each holds the chunk that the other left out
    until(is_done)
    assert_complete(expected)


def test_two_beats_by_mistake_make_one_run(processes: Processes) -> None:
    expected = load_stale_claims()
    processes.call("claims.verify_everything")
    processes.call("claims.verify_everything")
    with locked("c39"):
        processes.worker()
        until(lambda: chunks_done() == CHUNKS - 1)
        time.sleep(1)  # for the second beat's task to be taken, and to find the first one's run
    until(is_done)
    assert_complete(expected)


def test_a_task_delivered_twice_does_its_work_once(processes: Processes) -> None:
    expected = load_stale_claims()
    processes.worker()
    processes.call("claims.verify_everything")
    until(is_done)
    processes.call("claims.work_run", VerificationRun.objects.get().pk)
    processes.call("claims.resume_stopped_runs")
    time.sleep(1)
    assert_complete(expected)
