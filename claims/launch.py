"""Runs that a user starts in the admin or over the API.

Workers do them. Without workers, each request works for a few seconds; the user then continues the run with another request,
or with ``manage.py verify``.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final

from django.conf import settings
from django.db import transaction

from claims.models import DeskPolicy, VerificationRun
from claims.models.run import ALL, DUE, PREVIEW
from claims.operations.policy.drafts import activate_policy
from claims.operations.sources.changes import apply_source_changes
from claims.queries.facts.current import Sources
from claims.runs.chunks import RunInProgressError, start_run, work_chunk
from claims.runs.lifecycle import close_under_way, finish_run, note_queued, reopen_run, resumable_run
from claims.runs.policy_preview import start_preview, work_preview
from claims.runs.rules import put_rules_in_force
from claims.tasks import share_out
from claims.verification import Change

#: How long a request works on a run if there are no workers. A started chunk is finished.
SECONDS: Final = 4

Clock = Callable[[], datetime]


def begin_run(scope: str, *, clock: Clock, actor: str) -> VerificationRun:
    """Start to verify the claims that are marked or due, or all claims, as the nightly task does.

    Raises: RunInProgressError if a run over the same scope is in progress; RunClosedError if another run closed this one.
    """
    now = clock()
    apply_source_changes(now, actor=actor)  # it marks the claims that it does not reassess now, and the run visits them
    under_way = resumable_run(scope)
    if under_way is not None:
        raise RunInProgressError(f"Run {under_way.pk} over the same scope is in progress. Only one can run at a time.")
    run = start_run(scope, now=now, actor=actor)
    _continue(run, clock)
    return run


def sweep_by_new_rules(change: Change, *, clock: Clock) -> VerificationRun:
    """Put the installed rules in force, and start to verify all claims by them.

    Raises: RunInProgressError and RunClosedError, as ``begin_run`` does; the rules are in force then.
    """
    put_rules_in_force(change)
    return begin_run(ALL, clock=clock, actor=change.actor)


def resume_run(run: VerificationRun, *, clock: Clock, actor: str) -> bool:
    """Resume a run that stalled or was stopped, and return whether that is possible.

    A finished run, one that stalled for a day, or one that a later run replaces cannot be resumed.

    Raises: RunClosedError if another run closed this one.
    """
    if resumable_run(run.scope) != run and not reopen_run(run, actor):
        return False
    _continue(run, clock)
    return True


def begin_preview(draft: DeskPolicy, *, clock: Clock, actor: str) -> VerificationRun:
    """Start or continue the preview of a draft.

    Raises: RunInProgressError if another preview started at the same time; RunClosedError if the preview of another draft
    replaced this one.
    """
    run = start_preview(draft, now=clock(), actor=actor)
    _continue(run, clock)
    return run


def put_in_force(draft: DeskPolicy, change: Change) -> VerificationRun | None:
    """Activate a draft of the policy, and return the run in which the workers verify every claim under it.

    The run is stored together with the version, so that an unavailable broker delays it but never loses it (``queued``). It
    visits all claims, because all were assessed under another policy, and closes the runs under that one. Without workers there
    is no run, and the claims wait for the next verification.

    Raises: OperationError.
    """
    with transaction.atomic():
        activate_policy(draft, change)
        if not settings.CELERY_BROKER_URL:
            return None
        close_under_way((DUE, ALL), change.at, f"version {draft.version} of the policy was put in force")
        run = start_run(DUE, now=change.at, actor=change.actor)
        _continue(run, lambda: change.at)
    run.refresh_from_db()
    return run


def _continue(run: VerificationRun, clock: Clock) -> None:
    if settings.CELERY_BROKER_URL:
        note_queued(run.pk)  # until the workers get it, after the commit
        transaction.on_commit(partial(share_out, run.pk), robust=True)
        return
    until = time.monotonic() + SECONDS
    if run.scope == PREVIEW:
        work_preview(run, clock, lambda: time.monotonic() >= until)
        return
    sources = Sources()
    while time.monotonic() < until:
        if work_chunk(run, clock, sources) is None:
            finish_run(run, clock())
            return
