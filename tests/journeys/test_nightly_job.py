"""The nightly job for real: a Celery worker on Redis and PostgreSQL, killed in the middle of a run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from claims.models import Assessment, Claim, Flag, Revision, VerificationChunk, VerificationRun
from claims.models.run import DONE, RUNNING, WAITING
from tests.cases import claim, load, person, row
from tests.recompute import assert_stored_equals_fresh

pytestmark = [pytest.mark.postgresql, pytest.mark.redis, pytest.mark.worker, pytest.mark.django_db(transaction=True)]

CLAIMS, CHUNK = 40, 4


@pytest.fixture
def environment() -> dict[str, str]:
    """What a worker needs to share this test's database, on a Redis namespace of its own."""
    if connection.vendor != "postgresql" or not os.environ.get("REDIS_URL"):
        pytest.skip("needs PostgreSQL (DATABASE_URL) and Redis (REDIS_URL)")
    database = connection.settings_dict
    login = f"{database['USER']}:{database['PASSWORD']}" if database["PASSWORD"] else database["USER"]
    return {
        **os.environ,
        "DATABASE_URL": f"postgres://{login}@{database['HOST']}:{database['PORT'] or 5432}/{database['NAME']}",
        "CELERY_BROKER_URL": os.environ["REDIS_URL"],
        "CELERY_KEY_PREFIX": f"test-{uuid.uuid4().hex}-",
        "VERIFICATION_CHUNK": str(CHUNK),
        "DJANGO_SETTINGS_MODULE": "factcheck.settings",
    }


@pytest.fixture
def worker(environment: dict[str, str]) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Start workers of two processes each; whatever is left of them is killed at the end."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "factcheck.celery",
            "worker",
            "--concurrency",
            "2",
            "--loglevel",
            "WARNING",
        ]
        started.append(
            subprocess.Popen([*command, "--without-gossip", "--without-mingle"], env=environment, start_new_session=True)
        )
        return started[-1]

    yield start
    for process in started:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a worker and its children at once, as a machine that loses power does."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=30)


def call(task: str, environment: dict[str, str], *arguments: Any) -> None:
    """Put a task on the queue, as beat does."""
    command = [sys.executable, "-m", "celery", "-A", "factcheck.celery", "call", task, "--args", str(list(arguments))]
    subprocess.run(command, env=environment, check=True, capture_output=True, timeout=60)


def until(holds: Callable[[], bool], *, seconds: float = 60) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def load_stale_claims() -> None:
    """Claims of 100 days ago: verification finds each of them stale."""
    load(
        {"sources": [person("ada")], "claims": [claim(f"c{number:02}", row("ada")) for number in range(CLAIMS)]},
        at=timezone.now() - timedelta(days=100),
    )


def assert_each_claim_changed_once() -> None:
    assert Flag.objects.filter(code="stale", cleared_at=None).count() == CLAIMS
    assert Assessment.objects.count() == Revision.objects.count() == 2 * CLAIMS
    assert set(Claim.objects.values_list("revision", flat=True)) == {2}
    run = VerificationRun.objects.get()
    assert (run.state, run.verified, run.changed, run.raised, run.failed) == (DONE, CLAIMS, CLAIMS, CLAIMS, 0)
    assert_stored_equals_fresh(run.now)


def is_done() -> bool:
    return VerificationRun.objects.filter(state=DONE).exists()


@contextmanager
def locked(key: str) -> Iterator[None]:
    """Hold the row of a claim, so that a worker that comes to it waits in the middle of its chunk."""
    with transaction.atomic():
        list(Claim.objects.select_for_update().filter(key=key))
        yield


def test_a_worker_verifies_everything(environment: dict[str, str], worker: Callable[[], Any]) -> None:
    load_stale_claims()
    worker()
    call("claims.verify_everything", environment)
    until(is_done)
    assert_each_claim_changed_once()


def test_a_worker_killed_in_the_middle_of_a_chunk_loses_and_repeats_nothing(
    environment: dict[str, str], worker: Callable[[], Any]
) -> None:
    load_stale_claims()
    first = worker()
    with locked("c22"):
        call("claims.verify_everything", environment)
        until(lambda: VerificationChunk.objects.filter(state=DONE).count() == CLAIMS // CHUNK - 1)
        kill(first)
    run = VerificationRun.objects.get()
    assert run.state == RUNNING
    assert list(run.chunks.filter(state=WAITING).values_list("number", flat=True)) == [22 // CHUNK + 1]
    assert not Flag.objects.filter(claim__key__in=["c20", "c21", "c22", "c23"], code="stale").exists()
    long_ago = timezone.now() - timedelta(minutes=10)
    VerificationRun.objects.update(started_at=long_ago)
    VerificationChunk.objects.filter(state=DONE).update(finished_at=long_ago)
    worker()
    call("claims.resume_stopped_runs", environment)
    until(is_done)
    assert_each_claim_changed_once()


def test_two_beats_by_mistake_make_one_run(environment: dict[str, str], worker: Callable[[], Any]) -> None:
    load_stale_claims()
    call("claims.verify_everything", environment)
    call("claims.verify_everything", environment)
    with locked("c39"):
        worker()
        until(lambda: VerificationChunk.objects.filter(state=DONE).count() == CLAIMS // CHUNK - 1)
        time.sleep(1)  # for the second beat's task to be taken, and to find the first one's run
    until(is_done)
    assert_each_claim_changed_once()


def test_a_task_delivered_twice_does_its_work_once(environment: dict[str, str], worker: Callable[[], Any]) -> None:
    load_stale_claims()
    worker()
    call("claims.verify_everything", environment)
    until(is_done)
    call("claims.work_run", environment, VerificationRun.objects.get().pk)
    call("claims.resume_stopped_runs", environment)
    time.sleep(1)
    assert_each_claim_changed_once()
