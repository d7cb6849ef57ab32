"""Verification runs: which claims, in chunks that are done completely or not at all, by any number of workers, resumable."""

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
from claims.operations.writing import Locked, contradicting, lock_to_settle
from claims.policy.assess import policy_version
from claims.queries.claims.selection import count_within, key_of, waiting
from claims.queries.facts.current import Ids, Sources, compact, of
from claims.queries.facts.fingerprints import NOBODY, Suspects, suspects
from claims.queries.history.night import due_keys
from claims.queries.policy.versions import thresholds
from claims.runs.lifecycle import TALLIED, close_outdated, keep_alive, refuse_closed
from claims.verification import NOTHING, Change, Outcome, clock_at, refresh_prints, settle
from factcheck.database.faults import is_away
from factcheck.jobs.collecting import collecting_rarely
from factcheck.logs.errors import text_of

log = logging.getLogger(__name__)

_SCOPES: Final[dict[str, str]] = {DUE: "what is marked or due", ALL: "all claims", PREVIEW: "a draft of the policy"}
#: On a full sweep, one in this many proven claims is assessed anyway, as a check on the proof.
CHECK_ONE_IN = 100
#: An incremental run has one chunk per worker, unless chunks would have fewer claims than this: each chunk costs its own
#: statements.
SMALLEST_SHARE = 200
#: Claims settled at once, about: bounds memory.
BATCH = 1_000


class RunInProgressError(Exception):
    """Another run over the same scope is active; only one may be."""


class Progress(NamedTuple):
    """The progress of a run: chunks done, of how many."""

    done: int
    total: int


def run_of(pk: int) -> VerificationRun:
    """Return a run by its id."""
    return VerificationRun.objects.get(pk=pk)


def start_run(
    scope: str, *, now: datetime, actor: str, draft: DeskPolicy | None = None, workers: int | None = None
) -> VerificationRun:
    """Store a new run over marked and due claims (``due``) or over all (``all``), with its chunks.

    It closes a run over the same scope that can no longer be resumed. With a ``draft``, its scope is that of a preview, which
    visits all claims too (see ``claims.runs.policy_preview``). ``workers`` is how many share it; by default, as many as tasks
    are queued for one.

    Raises: RunInProgressError if another is active.
    """
    policy = thresholds()
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
        raise RunInProgressError(f"Another verification run over {_SCOPES[scope]} is active; wait until it is done.") from error
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
    """Return the ids, in ascending order, of the claims that a run visits: all, or those marked or due."""
    if run.scope != DUE:
        return Claim.objects.order_by("id").values_list("id", flat=True)
    among = Standing.objects.all() if within is None else Standing.objects.filter(of("claim_id", within))
    ids = among.values_list("claim_id", flat=True)
    # Not with OR: PostgreSQL would visit, each time, all that was marked since it last tidied the index. This way it visits
    # those once, and notes in the index that they are not marked any more.
    return ids.filter(waiting(run.policy_version)).union(ids.filter(due_at__lte=run.now)).order_by("claim_id")


class Found(NamedTuple):
    """The result of a visit of claims: how many there were, which of them were read, and what changed."""

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
        """The totals of a run and its chunks."""
        counted = (self.raised, self.cleared, self.failed, self.surprises)
        return dict(zip(TALLIED, (self.verified, self.assessed, self.changed, *map(len, counted)), strict=True))


def found_of(outcomes: Iterable[Outcome], verified: int | None = None) -> Found:
    """Return the totals of outcomes, of ``verified`` claims if others were visited too."""
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
    """Do one waiting chunk of a run, its results and its end in one transaction; None if none is left.

    Two workers never do the same chunk: its row is locked until the work is committed, and a killed worker's lock is released.
    ``sources`` keeps what a worker has read of them from one chunk to the next.

    Raises: RunClosedError if another run closed this one.
    """
    with taking_chunk(run, clock) as chunk:
        if chunk is None:
            return None
        ids = range(chunk.first_id, chunk.last_id + 1)
        if run.scope == ALL:
            suspected = suspects(ids, run.policy_version, run.now, one_in=CHECK_ONE_IN)
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
    """Frame the work on one waiting chunk of a run: values that the block sets are stored at its end, with its other writes.

    Raises: RunClosedError, after the block, if there is none because another run closed this one.
    """
    with collecting_rarely(), transaction.atomic():
        waiting_ = run.chunks.filter(state=WAITING, run__state=RUNNING)
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
    """Settle the claims ``todo`` of a chunk, which are not proven unchanged or the sample, in batches that bound memory.

    Claims that contradict one that is not proven unchanged are settled with it, because it may have changed.
    """
    prints = {**suspected.unproven, **suspected.sampled}
    policy = thresholds(run.desk_policy)
    clock, sampled = clock_at(run.now), suspected.sampled.keys()
    held, seen = lock_to_settle(compact(todo)), set(todo)
    change = held.after(Change(at, run.actor, "verify"))
    for batch in _batches(todo):
        unproven = [pk for pk in batch if pk not in sampled]
        rivals = contradicting(compact(unproven)) - seen if unproven else ()
        # A locked claim is being settled, or marked, by whoever holds the lock: nobody waits here.
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
    """Yield ids in parts of about equal size: a small remainder would cost as many statements as the rest."""
    number = max(round(len(ids) / BATCH), 1)
    size = max(-(-len(ids) // number), 1)
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def _tolerantly(settled: Callable[[Ids], Outcome], ids: Sequence[int]) -> Iterator[Outcome]:
    """Settle locked claims at once or, if that fails, one by one: one that cannot be stored keeps its result and the error."""
    if not ids:
        return
    try:
        with transaction.atomic():
            outcome = settled(compact(ids))
        yield outcome
        return
    except Exception as error:
        if is_away(error):
            raise
        log.exception("%s claims could not be done at once; they are done one by one", len(ids))
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
    """Return the ids of the claims that a run has yet to visit."""
    return list(_ids_of(run))


def note_trouble(run_id: int, error: Exception | None, now: datetime) -> None:
    """Record why a worker had to leave a run, for the morning editor; None: it continues.

    A closed run keeps the reason why it was closed.
    """
    why = "" if error is None else f"{now.isoformat(timespec='seconds')} {_reason_of(error)}".strip()
    VerificationRun.objects.filter(pk=run_id, state=RUNNING).exclude(trouble=why).update(trouble=why)


def _reason_of(error: Exception) -> str:
    """Return the error, without the values that a database quotes: they may be secret."""
    quotes = isinstance(error, DatabaseError) and not isinstance(error, OperationalError)  # that one is of the server
    return text_of(error) if quotes else f"{type(error).__name__}: {error}"


def progress_of(run: VerificationRun) -> Progress:
    """Return how many chunks of a run are done."""
    counts = run.chunks.aggregate(done=Count("id", filter=Q(state=DONE)), total=Count("id"))
    return Progress(counts["done"], counts["total"])
