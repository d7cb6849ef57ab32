"""Verification runs as the API shows them, with their progress."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.db.models import Count, Q, Sum

from claims.models import VerificationChunk, VerificationRun
from claims.models.run import DONE, RUNNING

#: The counts of a run and its chunks.
COUNTED: Final = ("verified", "assessed", "changed", "raised", "cleared", "failed", "surprises", "seconds")
_CHUNK: Final = ("number", "state", "finished_at", *COUNTED)


class SoFar(NamedTuple):
    """A run, how many of its chunks are done, and their totals."""

    run: VerificationRun
    chunks_done: int
    chunks: int
    counts: Mapping[str, Any]


def run_page(before: int | None, limit: int) -> list[SoFar]:
    """Return the runs before a number (None: the latest), newest first: two queries, however many chunks."""
    rows = VerificationRun.objects.all() if before is None else VerificationRun.objects.filter(pk__lt=before)
    return so_far(list(rows.order_by("-pk")[:limit]))


def running() -> list[VerificationRun]:
    """Return the runs in progress, oldest first."""
    return list(VerificationRun.objects.filter(state=RUNNING).order_by("pk"))


def so_far(runs: Sequence[VerificationRun]) -> list[SoFar]:
    """Return the progress of runs."""
    sums = {f"all_{name}": Sum(name, default=0) for name in COUNTED}
    chunks = VerificationChunk.objects.filter(run__in=[run.pk for run in runs]).order_by().values_list("run")
    rows = chunks.annotate(done=Count("id", filter=Q(state=DONE)), chunks=Count("id"), **sums)
    found = {pk: tuple(totals) for pk, *totals in rows}
    nothing = (0, 0, *(0 for _ in COUNTED))  # a run over selected claims has no chunks
    return [_as_far(run, *found.get(run.pk, nothing)) for run in runs]


def _as_far(run: VerificationRun, done: int, chunks: int, *counts: float) -> SoFar:
    if run.state != RUNNING:  # its totals were stored when it ended
        counts = tuple(getattr(run, name) for name in COUNTED)
    return SoFar(run, done, chunks, dict(zip(COUNTED, counts, strict=True)))


def chunk_page(run: VerificationRun, after: int, limit: int) -> list[dict[str, Any]]:
    """Return the chunks of a run after a number, in order."""
    rows = VerificationChunk.objects.filter(run=run, number__gt=after).order_by("number").values(*_CHUNK)
    return [dict(row) for row in rows[:limit]]
