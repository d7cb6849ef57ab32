"""Which verification runs are under way, whether anybody works at them, and how one is closed.

Several machines share in a run, and their clocks differ. So whether one is still worked at is judged by the clock of the
database alone, which they share; and only a run that begins closes another, so that no worker ends what others work at.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Now

from claims.models import VerificationRun
from claims.models.run import DONE, RUNNING, STOPPED, WAITING

#: A run that stood still for so long is not resumed: its clock is out of date.
ABANDONED_AFTER = timedelta(days=1)
#: How far ahead of the database's clock that of a run may be: the clocks of machines differ a little.
AHEAD = timedelta(hours=1)
#: A run at which no chunk was finished for so long has lost its workers; resuming it while it has not does no harm.
AT_REST_AFTER = timedelta(seconds=settings.VERIFICATION_AT_REST)
#: What a run and its chunks count.
TALLIED = ("verified", "assessed", "changed", "raised", "cleared", "failed", "surprises")


class RunClosedError(Exception):
    """The run was closed by another that began, before all its chunks were done; those that are done are stored."""

    def __init__(self, run: VerificationRun) -> None:
        super().__init__(f"Run {run.pk} was closed before it was complete. {run.trouble}")
        self.run = run


def current_run(scope: str) -> VerificationRun | None:
    """Return the run over ``scope`` that is under way or was interrupted."""
    return VerificationRun.objects.filter(scope=scope, state=RUNNING).first()


def resumable_run(scope: str) -> VerificationRun | None:
    """Return the run over ``scope`` that is under way or may be resumed; None where the next one is to begin anew."""
    return VerificationRun.objects.filter(scope=scope, state=RUNNING).exclude(_abandoned() | _ahead()).first()


def runs_at_rest() -> list[VerificationRun]:
    """Return the runs to resume: nobody has finished a chunk for a while, or no worker was given one yet."""
    quiet = Q(queued=True) | Q(alive_at__lte=Now() - AT_REST_AFTER)
    return list(VerificationRun.objects.filter(quiet, state=RUNNING).exclude(_abandoned() | _ahead()).order_by("id"))


def _abandoned() -> Q:
    """Return which runs nobody has worked at for a day."""
    return Q(alive_at__lte=Now() - ABANDONED_AFTER)


def _ahead() -> Q:
    """Return which runs were begun by a clock that was ahead."""
    return Q(now__gt=Now() + AHEAD)


def close_outdated(scope: str, at: datetime) -> None:
    """Close a run over ``scope`` that must not be resumed. Only for a run that begins, in its transaction."""
    runs = VerificationRun.objects.filter(scope=scope)
    _close(runs.filter(_abandoned()), at, "nobody had worked at it for a day")
    _close(runs.filter(_ahead()), at, "its clock was ahead of the database's")


def close_under_way(scopes: Iterable[str], at: datetime, why: str) -> None:
    """Close the runs over ``scopes``, as one that begins takes their place. Only for that run, in its transaction."""
    _close(VerificationRun.objects.filter(scope__in=list(scopes)), at, why)


def _close(runs: QuerySet[VerificationRun], at: datetime, why: str) -> None:
    for run in runs.filter(state=RUNNING).select_for_update().order_by("id"):
        closed = {"state": STOPPED, "finished_at": at, "trouble": f"Closed unfinished: {why}."}
        VerificationRun.objects.filter(pk=run.pk).update(**closed, **tally(run))


def refuse_closed(run: VerificationRun) -> None:
    """Let a worker that found no chunk to do know that its run was closed.

    Raises: RunClosedError, after what the worker did since is counted.
    """
    run.refresh_from_db()
    if run.state == STOPPED:
        VerificationRun.objects.filter(pk=run.pk).update(**tally(run))
        run.refresh_from_db()
        raise RunClosedError(run)


def keep_alive(run_id: int) -> None:
    """Note that workers have a run in hand."""
    VerificationRun.objects.filter(pk=run_id).update(alive_at=Now(), queued=False)


def note_queued(run_id: int) -> None:
    """Note that no worker was given a run: it is resumed at the first look, without waiting for it to come to rest."""
    VerificationRun.objects.filter(pk=run_id, state=RUNNING).update(queued=True)


def finish_run(run: VerificationRun, now: datetime) -> bool:
    """Close a run with its totals if all its chunks are done; return whether they are.

    Raises: RunClosedError where another run closed it before.
    """
    with transaction.atomic():
        stored = VerificationRun.objects.select_for_update().get(pk=run.pk)
        if stored.state == RUNNING and not stored.chunks.filter(state=WAITING).exists():
            for name, value in {"state": DONE, "finished_at": now, "trouble": "", **tally(stored)}.items():
                setattr(stored, name, value)
            stored.save()
    refuse_closed(run)
    return run.state == DONE


def tally(run: VerificationRun) -> dict[str, float]:
    """Return what the chunks of a run that are done found, counted."""
    sums = run.chunks.filter(state=DONE).aggregate(**{name: Sum(name) for name in (*TALLIED, "seconds")})
    return {name: value or 0 for name, value in sums.items()}
