"""Verification runs, split into chunks. Any number of workers share a run. A chunk is a transaction, so runs are resumable."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db import DatabaseError, IntegrityError, OperationalError, transaction
from django.db.models import Count, Q, QuerySet

from claims.models import Claim, DeskPolicy, Standing, VerificationChunk, VerificationRun
from claims.models.run import ALL, DONE, DUE, PREVIEW, RUNNING, WAITING
from claims.operations.policy.rules import record_if_none_waits
from claims.operations.writing import Locked, assessed_with, lock_to_settle
from claims.policy.assess import policy_version
from claims.queries.claims.selection import count_within, key_of, waiting
from claims.queries.facts.current import Ids, Sources, compact, of
from claims.queries.facts.fingerprints import NOBODY, Suspects, suspects
from claims.queries.history.night import due_keys
from claims.queries.policy.rules_in_force import held_back
from claims.queries.policy.versions import thresholds
from claims.runs.lifecycle import TALLIED, close_outdated, keep_alive, refuse_closed
from claims.verification import NOTHING, Change, Outcome, clock_at, refresh_prints, settle
from factcheck.database.faults import is_away
from factcheck.jobs.collecting import collecting_rarely
from factcheck.logs.errors import text_of

log = logging.getLogger(__name__)

_SCOPES: Final[dict[str, str]] = {DUE: "marked or due claims", ALL: "all claims", PREVIEW: "a draft of the policy"}
#: In a full sweep, one in this many claims that are proven unchanged is assessed anyway, to check the proof.
CHECK_ONE_IN = 100
#: An incremental run has one chunk per worker, but each with at least this many claims, because every chunk costs extra
#: queries.
SMALLEST_SHARE = 200
#: The approximate number of claims verified at once, which bounds memory.
BATCH = 1_000


class RunInProgressError(Exception):
    """Another run over the same scope is in progress. Only one can run at a time."""


class Progress(NamedTuple):
    """The progress of a run: chunks done, and the total."""

    done: int
    total: int


def run_of(pk: int) -> VerificationRun:
    """Return a run by its id."""
    return VerificationRun.objects.get(pk=pk)


def start_run(
    scope: str, *, now: datetime, actor: str, draft: DeskPolicy | None = None, workers: int | None = None
) -> VerificationRun:
    """Store a new run over claims that are marked or due (``due``), or over all (``all``), with its chunks.

    It closes a run over the same scope that cannot be resumed. With a ``draft``, it is a preview, which visits all claims
    too (see ``claims.runs.policy_preview``). ``workers`` is the number of workers that share it; the default is the number of
    queued tasks.

    Raises: RunInProgressError if another run is in progress.
    """
    policy = thresholds()
    record_if_none_waits(now, actor)
    if scope == ALL:
        refresh_prints()
    try:
        with transaction.atomic():
            close_outdated(scope, now)
            run = VerificationRun.objects.create(
                scope=scope,
                actor=actor,
                started_at=now,
                now=now,
                policy_version=policy_version(policy),
                desk_policy=policy.version,
                draft=draft,
            )
            VerificationChunk.objects.bulk_create(_chunks(run, _chunk_size(run, workers)), batch_size=1000)
    except IntegrityError as error:
        raise RunInProgressError(
            f"Another verification run over {_SCOPES[scope]} is in progress. Only one can run at a time."
        ) from error
    return run


def _chunk_size(run: VerificationRun, workers: int | None) -> int:
    most: int = settings.VERIFICATION_CHUNK
    number = workers or settings.VERIFICATION_WORKERS
    if run.scope != DUE or number == 1:
        return most
    return min(most, max(-(-_ids_of(run).count() // number), SMALLEST_SHARE))


def _chunks(run: VerificationRun, size: int) -> Iterator[VerificationChunk]:
    ids = _ids_of(run).iterator(chunk_size=10_000)
    number = 0
    while batch := list(islice(ids, size)):
        number += 1
        yield VerificationChunk(run=run, number=number, first_id=batch[0], last_id=batch[-1])


def _ids_of(run: VerificationRun, within: range | None = None) -> QuerySet[Any, int]:
    """Return the ids, in ascending order, of the claims that a run visits: all, or those that are still marked or due."""
    if run.scope != DUE:
        return Claim.objects.order_by("id").values_list("id", flat=True)
    among = Standing.objects.all() if within is None else Standing.objects.filter(of("claim_id", within))
    ids = among.values_list("claim_id", flat=True)
    # A union, not OR: with OR, PostgreSQL would visit all entries marked since the last vacuum of the index each time. With a
    # union it visits them once, and marks the dead entries in the index.
    return ids.filter(waiting(run.policy_version)).union(ids.filter(due_at__lte=run.now)).order_by("claim_id")


class Found(NamedTuple):
    """The result of verifying claims: how many were visited, which were read, and what changed."""

    verified: int
    looked_at: tuple[int, ...]  # ids; the others were proven unchanged without reading their rows
    assessed: int
    changed: int
    raised: tuple[tuple[str, str], ...]  # (claim key, flag)
    cleared: tuple[tuple[str, str], ...]
    failed: tuple[tuple[str, str], ...]  # (claim key, error)
    surprises: tuple[str, ...]  # claim keys

    @property
    def tally(self) -> dict[str, int]:
        """The totals that a run and its chunks store."""
        counted = (self.raised, self.cleared, self.failed, self.surprises)
        return dict(zip(TALLIED, (self.verified, self.assessed, self.changed, *map(len, counted)), strict=True))


def found_of(outcomes: Iterable[Outcome], verified: int | None = None) -> Found:
    """Return the totals of outcomes. ``verified`` is the number of visited claims if it includes others."""
    looked_at: list[int] = []
    assessed = changed = 0
    raised: list[tuple[str, str]] = []
    cleared: list[tuple[str, str]] = []
    failed: list[tuple[str, str]] = []
    surprises: list[str] = []
    for outcome in outcomes:
        looked_at += outcome.verified
        assessed += sum(not one.is_current for one in outcome.verified.values())
        changed += len(outcome.changed)
        raised += outcome.raised
        cleared += outcome.cleared
        failed += outcome.failed
        surprises += outcome.surprises
    lists = (tuple(raised), tuple(cleared), tuple(failed), tuple(surprises))
    return Found(len(looked_at) if verified is None else verified, tuple(looked_at), assessed, changed, *lists)


def work_chunk(run: VerificationRun, clock: Callable[[], datetime], sources: Sources | None = None) -> Found | None:
    """Do one waiting chunk of a run in one transaction, and return the result. Return None if no chunk is free.

    Two workers never do the same chunk: its row is locked until the commit, and a killed worker loses its lock.
    ``sources`` caches the sources that a worker has read, from one chunk to the next.

    Raises: RunClosedError if another run closed this one.
    """
    with taking_chunk(run, clock) as chunk:
        if chunk is None:
            return None
        ids = range(chunk.first_id, chunk.last_id + 1)
        if run.scope == ALL:
            suspected = suspects(ids, run.policy_version, run.now, one_in=CHECK_ONE_IN).without(held_back(ids, run.now))
            todo = sorted([*suspected.unproven, *suspected.sampled])
            visited, due = count_within(ids), due_keys(ids, run.now)
        else:
            suspected, todo = NOBODY, list(_ids_of(run, ids))
            visited, due = None, due_keys(todo, run.now)
        found = found_of(_visit(run, todo, suspected, clock(), sources or Sources()), visited)
        chunk.report = {"raised": found.raised, "cleared": found.cleared, "failed": found.failed, "due": due}
        for name, number in found.tally.items():
            setattr(chunk, name, number)
    return found


@contextmanager
def taking_chunk(run: VerificationRun, clock: Callable[[], datetime]) -> Iterator[VerificationChunk | None]:
    """Lock a waiting chunk of a run for the block, and save it at the end, in the transaction of the block.

    Raises: RunClosedError, after the block, if no chunk is free because another run closed this one.
    """
    with collecting_rarely(), transaction.atomic():
        waiting_ = run.chunks.filter(state=WAITING, run__state=RUNNING)
        # Only the chunk itself: the filter joins the run, and locking that too would make workers wait for each other.
        chunk = waiting_.select_for_update(of=("self",), skip_locked=True).order_by("number").first()
        started = time.perf_counter()
        yield chunk
        if chunk is not None:
            chunk.state, chunk.finished_at = DONE, clock()
            chunk.seconds = time.perf_counter() - started
            chunk.save()
            keep_alive(run.pk)
    if chunk is None:
        refuse_closed(run)


def _visit(run: VerificationRun, todo: Sequence[int], suspected: Suspects, at: datetime, sources: Sources) -> Iterator[Outcome]:
    """Verify the claims ``todo`` of a chunk (those not proven unchanged, and the sample) in batches that bound memory.

    Claims that contradict one that is not proven unchanged are verified with it, because its change may affect them.
    """
    prints = {**suspected.unproven, **suspected.sampled}
    policy = thresholds(run.desk_policy)
    clock, sampled = clock_at(run.now), suspected.sampled.keys()
    held, seen = lock_to_settle(compact(todo)), set(todo)
    change = held.after(Change(at, run.actor, "verify"))
    for batch in _batches(todo):
        unproven = [pk for pk in batch if pk not in sampled]
        rivals = assessed_with(compact(unproven)) - seen if unproven else ()
        # Skip locked claims instead of waiting: whoever locks one verifies or marks it.
        free = lock_to_settle(rivals, wait=False) if rivals else Locked((), None)
        change = free.after(change)
        seen.update(free.ids)
        settled = partial(
            settle,
            change=change,
            clock=clock,
            thresholds=policy,
            tolerant=True,
            trusting=True,
            sampled=sampled,
            sources=sources,
            prints=prints,
        )
        yield from _tolerantly(settled, sorted([*batch, *free.ids]))


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield ids in parts of similar size, because a small last part would cost as many queries as the others."""
    number = max(round(len(ids) / BATCH), 1)
    size = max(-(-len(ids) // number), 1)
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def _tolerantly(settled: Callable[[Ids], Outcome], ids: Sequence[int]) -> Iterator[Outcome]:
    """Verify locked claims at once, or one by one if that fails. A claim that fails keeps its state and stores the error."""
    if not ids:
        return
    try:
        with transaction.atomic():
            # A savepoint: after an error, PostgreSQL would refuse every further statement of the transaction.
            outcome = settled(compact(ids))
        yield outcome
        return
    except Exception as error:
        # The database failed, and not a claim: the chunk is rolled back, and done again later.
        if is_away(error):
            raise
        log.exception("verifying %s claims at once failed; verifying them one by one", len(ids))
    for pk in ids:
        try:
            with transaction.atomic():
                outcome = settled([pk])
            yield outcome
        except Exception as error:
            if is_away(error):
                raise
            why = _reason_of(error)
            Standing.objects.filter(pk=pk).update(error=why, marked_at=None)
            yield NOTHING._replace(failed=((key_of(pk), why),))


def claims_of(run: VerificationRun) -> list[int]:
    """Return the ids of the claims that a run has not visited yet."""
    return list(_ids_of(run))


def note_trouble(run_id: int, error: Exception | None, now: datetime) -> None:
    """Store why a worker left a run, for those who read the report. ``error`` is None if the run continues.

    A closed run keeps the reason why it was closed.
    """
    why = "" if error is None else f"{now.isoformat(timespec='seconds')} {_reason_of(error)}".strip()
    VerificationRun.objects.filter(pk=run_id, state=RUNNING).exclude(trouble=why).update(trouble=why)


def _reason_of(error: Exception) -> str:
    """Return the error as text, without the row values that a database quotes, which may be confidential."""
    quotes = isinstance(error, DatabaseError) and not isinstance(
        error, OperationalError
    )  # OperationalError is about the server, and quotes no rows
    return text_of(error) if quotes else f"{type(error).__name__}: {error}"


def progress_of(run: VerificationRun) -> Progress:
    """Return the progress of a run."""
    counts = run.chunks.aggregate(done=Count("id", filter=Q(state=DONE)), total=Count("id"))
    return Progress(counts["done"], counts["total"])
