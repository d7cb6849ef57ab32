"""Celery tasks: each takes ids, makes a call or two, and is safe to run twice."""

from __future__ import annotations

import logging
import time
from typing import Any

from celery import Task
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from claims.models.run import ALL, DUE
from claims.operations.source_changes import AT_ONCE
from claims.operations.source_changes import apply_source_changes as apply_changes
from claims.runs import RunInProgressError, current_run, finish_run, run_of, runs_at_rest, start_run, work_chunk
from factcheck.celery import app

log = logging.getLogger(__name__)

#: Seconds after which a task hands on to a new one: far below the time after which the broker would deliver it again.
SLICE_SECONDS = 60


class PatientTask(Task[Any, Any]):
    """A task that waits for the database to come back."""

    autoretry_for = (OperationalError, InterfaceError)
    retry_backoff = True
    retry_backoff_max = 60
    max_retries = 20


@app.task(name="claims.verify_nightly", base=PatientTask)
def verify_nightly() -> None:
    """Verify the claims that are marked or due."""
    _start(DUE, "job:nightly")


@app.task(name="claims.verify_everything", base=PatientTask)
def verify_everything() -> None:
    """Verify every claim."""
    _start(ALL, "job:weekly")


@app.task(name="claims.work_run", base=PatientTask)
def work_run(run_id: int) -> None:
    """Do chunks of a run for a while, then hand on to a new task or close the run."""
    run = run_of(run_id)
    until = time.monotonic() + SLICE_SECONDS
    while work_chunk(run, timezone.now) is not None:
        if time.monotonic() >= until:
            work_run.delay(run_id)
            return
    finish_run(run, timezone.now())


@app.task(name="claims.apply_source_changes", base=PatientTask)
def apply_source_changes() -> None:
    """Re-assess the claims that changes of sources reach: all with a broker, some at once without one."""
    apply_changes(timezone.now(), actor="job:source-changes", at_once=None if settings.CELERY_BROKER_URL else AT_ONCE)


@app.task(name="claims.resume_stopped_runs", base=PatientTask)
def resume_stopped_runs() -> None:
    """Take up runs at which nobody has worked for a while: their workers were killed."""
    for run in runs_at_rest(timezone.now()):
        log.warning("taking up verification run %s again", run.pk)
        work_run.delay(run.pk)


def _start(scope: str, actor: str) -> None:
    apply_source_changes()
    now = timezone.now()
    run = current_run(scope, now)
    if run is None:
        try:
            run = start_run(scope, now=now, actor=actor)
        except RunInProgressError:
            log.warning("a verification run is under way: the %s run is left out", scope)
            return
    for _ in range(settings.VERIFICATION_WORKERS):
        work_run.delay(run.pk)
