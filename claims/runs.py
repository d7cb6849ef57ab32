"""Verification runs: which claims, in chunks that are done whole or not at all, by any number of workers, resumable."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import Count, Q, QuerySet, Sum

from claims.models import Claim, Standing, VerificationChunk, VerificationRun
from claims.models.run import ALL, DONE, DUE, RUNNING, STOPPED, WAITING
from claims.operations.writing import contradicting, lock
from claims.policy.assess import policy_version
from claims.queries.facts import Ids
from claims.queries.night import due_keys
from claims.queries.policies import thresholds
from claims.verification import NOTHING, Change, Outcome, clock_at, settle

log = logging.getLogger(__name__)

#: A run that stood still for so long is not resumed: its clock is out of date.
ABANDONED_AFTER = timedelta(days=1)
#: A run at which no chunk was finished for so long has lost its workers; taking it up while it has not does no harm.
AT_REST_AFTER = timedelta(minutes=5)

_SCOPES = {DUE: "what is marked or due", ALL: "all claims"}
_TALLIES = (*NOTHING.tally, "seconds")


class RunInProgressError(Exception):
    """Another run over the same scope is under way; one goes on at a time."""


class Progress(NamedTuple):
    """How far a run is: chunks done, of how many."""

    done: int
    total: int


def current_run(scope: str, now: datetime) -> VerificationRun | None:
    """Return the run over ``scope`` that is under way or was interrupted; one that stood still for a day is closed as stopped."""
    run = VerificationRun.objects.filter(scope=scope, state=RUNNING).first()
    if run is None or now - _last_sign(run) < ABANDONED_AFTER:
        return run
    VerificationRun.objects.filter(pk=run.pk, state=RUNNING).update(state=STOPPED, finished_at=now, **_tally(run))
    return None


def run_of(pk: int) -> VerificationRun:
    """Return a run by its id."""
    return VerificationRun.objects.get(pk=pk)


def runs_at_rest(now: datetime) -> list[VerificationRun]:
    """Return the runs under way at which nobody has finished a chunk for a while."""
    runs = [run for scope in (DUE, ALL) if (run := current_run(scope, now)) is not None]
    return [run for run in runs if now - _last_sign(run) >= AT_REST_AFTER]


def _last_sign(run: VerificationRun) -> datetime:
    last = run.chunks.exclude(finished_at=None).order_by("-finished_at").values_list("finished_at", flat=True).first()
    return last or run.started_at


def start_run(scope: str, *, now: datetime, actor: str) -> VerificationRun:
    """Store a new run over claims that are marked or due (``due``) or over all (``all``), with its chunks.

    Raises: RunInProgressError where another is under way.
    """
    policy = thresholds()
    try:
        with transaction.atomic():
            run = VerificationRun.objects.create(
                scope=scope,
                actor=actor,
                started_at=now,
                now=now,
                policy_version=policy_version(policy),
                desk_policy=policy.version,
            )
            VerificationChunk.objects.bulk_create(_chunks(run, settings.VERIFICATION_CHUNK), batch_size=1000)
    except IntegrityError as error:
        raise RunInProgressError(f"Another verification run over {_SCOPES[scope]} is under way; one goes on at a time.") from error
    return run


def _chunks(run: VerificationRun, size: int) -> Iterator[VerificationChunk]:
    ids = _claims_of(run).order_by("id").values_list("id", flat=True).iterator(chunk_size=10_000)
    number = 0
    while batch := list(islice(ids, size)):
        number += 1
        yield VerificationChunk(run=run, number=number, first_id=batch[0], last_id=batch[-1])


def _claims_of(run: VerificationRun) -> QuerySet[Claim]:
    if run.scope == ALL:
        return Claim.objects.all()
    return Claim.objects.filter(Q(standing__marked_at__isnull=False) | Q(standing__due_at__lte=run.now) | Q(standing=None))


def work_chunk(run: VerificationRun, clock: Callable[[], datetime]) -> Outcome | None:
    """Do one waiting chunk of a run, results and the chunk's end in one transaction; None where none is left to take.

    Two workers never do one chunk: its row stays locked until the work is committed, and a killed worker's lock is gone.
    """
    with transaction.atomic():
        chunk = run.chunks.select_for_update(skip_locked=True).filter(state=WAITING).order_by("number").first()
        if chunk is None:
            return None
        started = time.perf_counter()
        ids = _ids(run, chunk)
        due = due_keys(ids, run.now)
        outcome = _verify(run, ids, clock())
        chunk.state, chunk.finished_at = DONE, clock()
        chunk.report = {"raised": outcome.raised, "cleared": outcome.cleared, "failed": outcome.failed, "due": due}
        for name, number in outcome.tally.items():
            setattr(chunk, name, number)
        chunk.seconds = time.perf_counter() - started
        chunk.save()
    return outcome


def _ids(run: VerificationRun, chunk: VerificationChunk) -> Ids:
    if run.scope == ALL:
        return range(chunk.first_id, chunk.last_id + 1)
    within = Q(id__gte=chunk.first_id, id__lte=chunk.last_id)
    return list(_claims_of(run).filter(within).order_by("id").values_list("id", flat=True))


def _verify(run: VerificationRun, ids: Ids, at: datetime) -> Outcome:
    change = Change(at, run.actor, "verify")
    lock(ids)
    try:
        with transaction.atomic():
            return _settle_with_rivals(run, ids, change)
    except (OperationalError, InterfaceError):
        raise  # the database is away, not a claim at fault
    except DatabaseError:
        log.exception("a chunk could not be stored whole; its claims are stored one by one")
        return _one_by_one(run, ids, change)


def _settle_with_rivals(run: VerificationRun, ids: Ids, change: Change) -> Outcome:
    """Settle claims, and those that contradict a claim whose result changed: what they oppose may have come or gone."""
    clock, policy = clock_at(run.now), thresholds(run.desk_policy)
    outcome = settle(ids, change, clock, policy, tolerant=True, trusting=True)
    rivals = sorted(contradicting(outcome.changed)) if outcome.changed else []
    return outcome.with_more(settle(rivals, change, clock, policy, tolerant=True)) if rivals else outcome


def _one_by_one(run: VerificationRun, ids: Ids, change: Change) -> Outcome:
    """Settle each claim by itself; one that cannot be stored keeps what stands, with the error noted beside it."""
    whole = NOTHING
    for pk, key in Claim.objects.filter(pk__in=list(ids)).order_by("id").values_list("id", "key"):
        try:
            with transaction.atomic():
                one = _settle_with_rivals(run, [pk], change)
        except DatabaseError as error:
            told = f"{type(error).__name__}: {error}"
            Standing.objects.filter(pk=pk).update(error=told, marked_at=None)
            one = NOTHING._replace(failed=((key, told),))
        whole = whole.with_more(one)
    return whole


def note_trouble(run_id: int, error: Exception | None, now: datetime) -> None:
    """Note why a worker had to leave a run, for those who look at it in the morning; None: it goes on."""
    told = "" if error is None else f"{now.isoformat(timespec='seconds')} {type(error).__name__}: {error}".strip()
    VerificationRun.objects.filter(pk=run_id).exclude(trouble=told).update(trouble=told)


def progress_of(run: VerificationRun) -> Progress:
    """Return how many chunks of a run are done."""
    counts = run.chunks.aggregate(done=Count("id", filter=Q(state=DONE)), total=Count("id"))
    return Progress(counts["done"], counts["total"])


def finish_run(run: VerificationRun, now: datetime) -> bool:
    """Close a run with its totals if all its chunks are done; tell whether it is closed."""
    with transaction.atomic():
        stored = VerificationRun.objects.select_for_update().get(pk=run.pk)
        if stored.state == RUNNING and not stored.chunks.filter(state=WAITING).exists():
            for name, value in {"state": DONE, "finished_at": now, **_tally(stored)}.items():
                setattr(stored, name, value)
            stored.save()
    run.refresh_from_db()
    return run.state != RUNNING


def _tally(run: VerificationRun) -> dict[str, float]:
    sums = run.chunks.filter(state=DONE).aggregate(**{name: Sum(name) for name in _TALLIES})
    return {name: value or 0 for name, value in sums.items()}


def record_chosen(outcome: Outcome, *, scope: str, now: datetime, seconds: float, actor: str) -> VerificationRun:
    """Store a run over claims chosen by hand, which was done in one go."""
    policy = thresholds()
    return VerificationRun.objects.create(
        scope=scope,
        state=DONE,
        actor=actor,
        started_at=now,
        finished_at=now,
        now=now,
        policy_version=policy_version(policy),
        desk_policy=policy.version,
        **outcome.tally,
        seconds=seconds,
    )
