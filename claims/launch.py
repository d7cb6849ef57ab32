"""Runs that somebody begins by hand, in the admin or over the API: done by the workers, or where there are none, for the few
seconds that a request may take; then whoever began it asks for more, or ``manage.py verify`` goes on with it.
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
from claims.runs.lifecycle import close_under_way, finish_run, note_queued, resumable_run
from claims.runs.policy_preview import start_preview, work_preview
from claims.tasks import share_out
from claims.verification import Change

#: How long a request works at a run, where no worker does; a chunk that is begun is done.
SECONDS: Final = 4

Clock = Callable[[], datetime]


def begin_run(scope: str, *, clock: Clock, actor: str) -> VerificationRun:
    """Begin to verify what is marked or due, or all claims, as the nightly task does.

    Raises: RunInProgressError where a run over the same scope is under way; RunClosedError where another closed it meanwhile.
    """
    now = clock()
    apply_source_changes(now, actor=actor)  # what it does not reach at once it marks: the run visits it
    under_way = resumable_run(scope)
    if under_way is not None:
        raise RunInProgressError(f"Run {under_way.pk} over the same scope is under way; one goes on at a time.")
    run = start_run(scope, now=now, actor=actor)
    _carry_on(run, clock)
    return run


def resume_run(run: VerificationRun, *, clock: Clock) -> bool:
    """Resume a run; return whether it may be: not where it is over, or was left for a day.

    Raises: RunClosedError where another closed it meanwhile.
    """
    if resumable_run(run.scope) != run:
        return False
    _carry_on(run, clock)
    return True


def begin_preview(draft: DeskPolicy, *, clock: Clock, actor: str) -> VerificationRun:
    """Begin, or go on with, the preview of a draft.

    Raises: RunInProgressError where somebody began one at the same moment; RunClosedError where that of another draft took
    its place.
    """
    run = start_preview(draft, now=clock(), actor=actor)
    _carry_on(run, clock)
    return run


def put_in_force(draft: DeskPolicy, change: Change) -> VerificationRun | None:
    """Put a draft of the policy in force, and let the workers verify every claim under it; return the run that they do.

    The run is stored together with the version, so that a broker which is away delays it but never loses it: then nobody was
    given it yet (``queued``). It visits all claims, as all were assessed under another policy, and takes the place of
    the runs under that one. Without workers there is no run: the claims wait for the next verification.

    Raises: OperationError.
    """
    with transaction.atomic():
        activate_policy(draft, change)
        if not settings.CELERY_BROKER_URL:
            return None
        close_under_way((DUE, ALL), change.at, f"version {draft.version} of the policy was put in force")
        run = start_run(DUE, now=change.at, actor=change.actor)
        _carry_on(run, lambda: change.at)
    run.refresh_from_db()
    return run


def _carry_on(run: VerificationRun, clock: Clock) -> None:
    if settings.CELERY_BROKER_URL:
        note_queued(run.pk)  # until the workers are told, once this is committed
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
