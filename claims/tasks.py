"""Celery tasks. Each takes ids, makes one or two calls, and is safe to run twice."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import Task
from celery.signals import after_task_publish
from django.conf import settings
from django.core.cache import cache
from django.db import Error, InterfaceError, OperationalError, connection
from django.utils import timezone

from claims.link_watch import check_due
from claims.models import VerificationRun
from claims.models.heartbeat import BEAT, LINK_WORKER, WORKER
from claims.models.run import ALL, DUE, PREVIEW, RUNNING
from claims.operations.heartbeats import note_alive
from claims.operations.history.chain_heads import make_heads
from claims.operations.retention import delete_old as delete_all_old
from claims.operations.sources.changes import AT_ONCE
from claims.operations.sources.changes import apply_source_changes as apply_changes
from claims.queries.facts.current import Sources
from claims.queries.webhooks.subscriptions import anything_to_send
from claims.runs.chunks import RunInProgressError, note_trouble, run_of, start_run, work_chunk
from claims.runs.lifecycle import RunClosedError, finish_run, keep_alive, note_queued, resumable_run, stalled_runs
from claims.runs.policy_preview import work_preview
from claims.runs.resting import rest_after
from claims.webhook_sender import deliver
from factcheck.celery import app
from factcheck.jobs.ending import is_ending
from factcheck.jobs.publishing import publish

log = logging.getLogger(__name__)

#: Seconds after which a task queues a new one and ends: far below the time after which the broker redelivers a task.
SLICE_SECONDS = 60
#: Attempts to store an error. A pooled connection may be broken without knowing it.
_TRIES_TO_NOTE = 3
#: Attempts to start a run, one minute apart: a day, after which beat starts the next one.
TRIES_TO_BEGIN = 1440
#: Seconds of each minute in which pages are visited: the other tasks of a single worker wait as long (a guess).
LINK_SECONDS = 20
_WATCHING = "claims.watch_links"
#: Seconds for which changes are collected, to send them together.
SOON = 1


class PatientTask(Task[Any, Any]):
    """A task that retries until the database is available again."""

    autoretry_for = (OperationalError, InterfaceError)
    retry_backoff = True
    retry_backoff_max = 60
    max_retries = 20


@app.task(name="claims.heartbeat")
def heartbeat() -> None:
    """Note that a worker works."""
    note_alive(WORKER)


@after_task_publish.connect(sender="claims.heartbeat")
def _note_beat(**_signal: Any) -> None:
    """Note that beat works, which alone sends this task: it runs in beat's process, once the broker accepted the task."""
    note_alive(BEAT)


@app.task(name="claims.verify_nightly", base=PatientTask, max_retries=TRIES_TO_BEGIN)
def verify_nightly() -> None:
    """Verify the claims that are marked or due."""
    _start(DUE, "job:nightly")


@app.task(name="claims.verify_everything", base=PatientTask, max_retries=TRIES_TO_BEGIN)
def verify_everything() -> None:
    """Verify every claim."""
    _start(ALL, "job:weekly")


@app.task(name="claims.work_run", base=PatientTask)
def work_run(run_id: int) -> None:
    """Do chunks of a run for a while, then queue a new task or finish the run. Store errors on the run."""
    with _noting_errors(run_id):
        run = run_of(run_id)
        if run.state != RUNNING:  # a message may arrive late
            return
        try:
            _preview(run) if run.scope == PREVIEW else _verify(run)
        except RunClosedError as error:
            log.warning("%s", error)


def _verify(run: VerificationRun) -> None:
    """Do a part of a verification, then queue a new task. Without a broker, continue here, where somebody waits for the end."""
    until, sources, begun = time.monotonic() + SLICE_SECONDS, Sources(), time.monotonic()
    while work_chunk(run, timezone.now, sources) is not None:
        note_trouble(run.pk, None, timezone.now())
        if settings.CELERY_BROKER_URL:
            time.sleep(rest_after(time.monotonic() - begun, timezone.now()))
        begun = time.monotonic()
        if time.monotonic() >= until or is_ending():
            if _hand_on(run.pk):
                return
            until = time.monotonic() + SLICE_SECONDS
    finish_run(run, timezone.now())


def _preview(run: VerificationRun) -> None:
    """Do a part of a preview, then queue a new task. Without a broker, the stalled run is resumed later."""
    until = time.monotonic() + SLICE_SECONDS

    def is_over() -> bool:
        return time.monotonic() >= until or is_ending()

    if not work_preview(run, timezone.now, is_over) and is_over():
        _hand_on(run.pk)


@app.task(name="claims.apply_source_changes")
def apply_source_changes() -> None:
    """Reassess the claims that changes of sources affect: all with a broker, some without one.

    It has no retries, because beat runs it every minute.
    """
    apply_changes(timezone.now(), actor="job:source-changes", at_once=None if settings.CELERY_BROKER_URL else AT_ONCE)


@app.task(name="claims.resume_stopped_runs")
def resume_stopped_runs() -> None:
    """Resume stalled runs: their workers were killed, their messages were lost, or the broker was unavailable."""
    for run in stalled_runs():
        log.warning("resuming verification run %s", run.pk)
        share_out(run.pk)


def follow_feed() -> None:
    """Queue the delivery of committed changes to webhooks, once for all changes within ``SOON`` seconds."""
    if not cache.add("claims.follow_feed", 1, timeout=SOON):
        return
    publish(deliver_webhooks, countdown=SOON)


@app.task(name="claims.deliver_webhooks")
def deliver_webhooks() -> None:
    """Send messages to webhooks for a while, then queue a new task. It has no retries, because beat runs it every minute."""
    until = time.monotonic() + SLICE_SECONDS
    deliver(timezone.now, lambda: time.monotonic() >= until or is_ending())
    if time.monotonic() >= until and anything_to_send(timezone.now()):
        publish(deliver_webhooks)


@app.task(name="claims.watch_links")
def watch_links() -> None:
    """Visit pages that are due for a while. It has no retries, because beat runs it every minute; one worker at a time."""
    if not settings.LINK_WATCH or not cache.add(_WATCHING, 1, timeout=10 * LINK_SECONDS):
        return
    until = time.monotonic() + LINK_SECONDS
    note_alive(LINK_WORKER)
    try:
        check_due(timezone.now, lambda: time.monotonic() >= until or is_ending())
    finally:
        cache.delete(_WATCHING)


@app.task(name="claims.delete_old")
def delete_old() -> None:
    """Delete what is kept for a while only."""
    log.info("deleted because it was old: %s", delete_all_old(timezone.now()))


@app.task(name="claims.make_chain_heads", base=PatientTask)
def make_chain_heads() -> None:
    """Cover the revisions since yesterday by a signed head."""
    for _head in make_heads(timezone.now, settings.CHAIN_SIGNING_KEY):
        pass


def _start(scope: str, actor: str) -> None:
    _apply_first()
    now = timezone.now()
    run = resumable_run(scope)
    if run is None:
        try:
            run = start_run(scope, now=now, actor=actor)
        except RunInProgressError:
            log.warning("skipping the %s run: a verification run is in progress", scope)
            return
    share_out(run.pk)


def _apply_first() -> None:
    """Apply changes of sources before a run starts. If that fails, the run starts anyway.

    The affected claims are marked by then, and a run does not stop at a claim with an error.
    """
    try:
        apply_source_changes()
    except (OperationalError, InterfaceError):
        raise  # the database is unavailable, so that the run could not start either
    except Exception:
        log.exception("changes of sources could not be applied before the run")


def share_out(run_id: int) -> None:
    """Queue a run for as many workers as configured. If the broker does not accept it, beat queues it again."""
    if not _hand_on(run_id):
        note_queued(run_id)
        return
    for _ in range(settings.VERIFICATION_WORKERS - 1):
        _hand_on(run_id)
    keep_alive(run_id)


def _hand_on(run_id: int) -> bool:
    """Queue more work on a run, and return whether the broker accepted it. If not, the stalled run is resumed later."""
    error = publish(work_run, run_id)
    if error is not None:
        _note(run_id, error)
    return error is None


@contextmanager
def _noting_errors(run_id: int) -> Iterator[None]:
    """Store on a run why a worker leaves it."""
    try:
        yield
    except Exception as error:
        _note(run_id, error)
        raise


def _note(run_id: int, error: Exception) -> None:
    """Store an error if possible: the database may be unavailable."""
    for left in reversed(range(_TRIES_TO_NOTE)):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()  # a broken connection cannot store it, but a new one may
        try:
            note_trouble(run_id, error, timezone.now())
            return
        except Error:
            if not left:
                log.exception("leaving verification run %s, and the reason could not be stored: %s", run_id, error)
