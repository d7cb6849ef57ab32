"""The lifecycle of verification runs: in progress, stalled, closed.

Several machines share a run, and their clocks differ. Therefore only the clock of the database, which they share, decides
whether a run is stalled; and only a starting run or a person closes one, so that no worker ends a run that others work on.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Now

from claims.models import VerificationRun
from claims.models.run import DONE, RUNNING, STOPPED, WAITING
from claims.policy.assess import policy_version
from claims.queries.policy.versions import thresholds

log = logging.getLogger(__name__)

#: A run that has stalled for this long is not resumed, because its clock is out of date.
ABANDONED_AFTER = timedelta(days=1)
#: How far the clock of a run may be ahead of the database's, because clocks differ a little.
AHEAD = timedelta(hours=1)
#: A run without a finished chunk for this long has probably lost its workers. Resuming it if it has not does no harm.
STALLED_AFTER = timedelta(seconds=settings.VERIFICATION_AT_REST)
#: The totals of a run and its chunks.
TALLIED = ("verified", "assessed", "changed", "raised", "cleared", "failed", "surprises")


class RunEndedError(Exception):
    """A run that is to be stopped has ended already."""


class RunClosedError(Exception):
    """A starting run closed this one, or somebody stopped it, before all its chunks were done. Finished chunks are stored."""

    def __init__(self, run: VerificationRun) -> None:
        super().__init__(f"Run {run.pk} was closed before it was complete. {run.trouble}")
        self.run = run


def current_run(scope: str) -> VerificationRun | None:
    """Return the run over ``scope`` that is in progress or was interrupted."""
    return VerificationRun.objects.filter(scope=scope, state=RUNNING).first()


def resumable_run(scope: str) -> VerificationRun | None:
    """Return the run over ``scope`` that is in progress or can be resumed, or None if a new one has to start."""
    return VerificationRun.objects.filter(scope=scope, state=RUNNING).exclude(_abandoned() | _ahead()).first()


def stalled_runs() -> list[VerificationRun]:
    """Return the runs to resume: those without a finished chunk for a while, and those that no worker received."""
    quiet = Q(queued=True) | Q(alive_at__lte=Now() - STALLED_AFTER)
    return list(VerificationRun.objects.filter(quiet, state=RUNNING).exclude(_abandoned() | _ahead()).order_by("id"))


def _abandoned() -> Q:
    """Return the condition for runs that have stalled for a day."""
    return Q(alive_at__lte=Now() - ABANDONED_AFTER)


def _ahead() -> Q:
    """Return the condition for runs that started with a clock that was ahead."""
    return Q(now__gt=Now() + AHEAD)


def close_outdated(scope: str, at: datetime) -> None:
    """Close a run over ``scope`` that can no longer be resumed. Only a starting run may call this, in its transaction."""
    runs = VerificationRun.objects.filter(scope=scope)
    _close(runs.filter(_abandoned()), at, "it had stalled for a day")
    _close(runs.filter(_ahead()), at, "its clock was ahead of the database's")


def close_under_way(scopes: Iterable[str], at: datetime, why: str) -> None:
    """Close the runs over ``scopes``, because a new one replaces them. Only that run may call this, in its transaction."""
    _close(VerificationRun.objects.filter(scope__in=list(scopes)), at, why)


def _close(runs: QuerySet[VerificationRun], at: datetime, why: str) -> None:
    for run in runs.filter(state=RUNNING).select_for_update().order_by("id"):
        closed = {"state": STOPPED, "finished_at": at, "trouble": f"Closed unfinished: {why}."}
        VerificationRun.objects.filter(pk=run.pk).update(**closed, **tally(run))


def stop_run(run: VerificationRun, at: datetime, *, actor: str, reason: str) -> None:
    """Stop a run before its end. Workers finish the chunk that they work on, and find no other.

    Raises: RunEndedError if it has ended already.
    """
    with transaction.atomic():
        stopped = {"state": STOPPED, "finished_at": at, "stopped_by": actor, "trouble": f"Stopped by {actor}: {reason}"}
        if not VerificationRun.objects.filter(pk=run.pk, state=RUNNING).update(**stopped):
            raise RunEndedError(f"Run {run.pk} has ended already.")
        VerificationRun.objects.filter(pk=run.pk).update(**tally(run))
    log.warning("run %s was stopped by %s", run.pk, actor)


def reopen_run(run: VerificationRun, actor: str) -> bool:
    """Have a run that somebody stopped go on where it stopped, and return whether that is possible.

    It is not if a later run over the same scope does its work, or if its clock or policy is out of date.
    """
    by_people = VerificationRun.objects.filter(pk=run.pk, state=STOPPED).exclude(stopped_by="")
    with transaction.atomic():
        stopped = by_people.exclude(_abandoned() | _ahead()).select_for_update().first()
        if stopped is None or stopped.policy_version != policy_version(thresholds()):
            return False
        if VerificationRun.objects.filter(scope=run.scope, pk__gt=run.pk).exists():
            return False
        again = {"state": RUNNING, "finished_at": None, "stopped_by": "", "trouble": "", "alive_at": Now()}
        VerificationRun.objects.filter(pk=run.pk).update(**again)
    log.warning("run %s, stopped by %s, was resumed by %s", run.pk, stopped.stopped_by, actor)
    return True


def refuse_closed(run: VerificationRun) -> None:
    """Raise an error if a run was closed, for a worker that found no free chunk.

    Raises: RunClosedError, after updating the totals.
    """
    run.refresh_from_db()
    if run.state == STOPPED:
        VerificationRun.objects.filter(pk=run.pk).update(**tally(run))
        run.refresh_from_db()
        raise RunClosedError(run)


def keep_alive(run_id: int) -> None:
    """Record that workers work on a run."""
    VerificationRun.objects.filter(pk=run_id).update(alive_at=Now(), queued=False)


def note_queued(run_id: int) -> None:
    """Record that no worker received a run, so that it is resumed at once instead of after the stall timeout."""
    VerificationRun.objects.filter(pk=run_id, state=RUNNING).update(queued=True)


def finish_run(run: VerificationRun, now: datetime) -> bool:
    """Finish a run and store its totals if all its chunks are done. Return whether they are.

    Raises: RunClosedError if another run closed it.
    """
    with transaction.atomic():
        # Two workers may end the last two chunks at once: the second one waits, and finds the run done.
        stored = VerificationRun.objects.select_for_update().get(pk=run.pk)
        if stored.state == RUNNING and not stored.chunks.filter(state=WAITING).exists():
            for name, value in {"state": DONE, "finished_at": now, "trouble": "", **tally(stored)}.items():
                setattr(stored, name, value)
            stored.save()
    refuse_closed(run)
    return run.state == DONE


def tally(run: VerificationRun) -> dict[str, float]:
    """Return the totals of the finished chunks of a run."""
    sums = run.chunks.filter(state=DONE).aggregate(**{name: Sum(name) for name in (*TALLIED, "seconds")})
    return {name: value or 0 for name, value in sums.items()}
