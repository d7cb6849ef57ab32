"""Previews of a policy draft: runs that do not change claims. They use chunks like every run, so they are resumable."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from claims.models import DeskPolicy, VerificationRun
from claims.models.run import PREVIEW
from claims.queries.claims.selection import ids_within
from claims.queries.facts.current import Sources, compact
from claims.queries.policy.versions import thresholds, thresholds_of
from claims.runs.chunks import BATCH, start_run, taking_chunk
from claims.runs.lifecycle import close_under_way, finish_run, resumable_run
from claims.verification import clock_at
from claims.verification.previewing import Preview, preview


def start_preview(draft: DeskPolicy, *, now: datetime, actor: str) -> VerificationRun:
    """Start the preview of a draft, and close a preview of another draft, which is no longer needed.

    A preview of the same draft continues.

    Raises: RunInProgressError if another preview started at the same time.
    """
    under_way = resumable_run(PREVIEW)
    if under_way is not None and under_way.draft_id == draft.pk:
        return under_way
    with transaction.atomic():
        if under_way is not None:
            close_under_way((PREVIEW,), now, "another draft was previewed")
        return start_run(PREVIEW, now=now, actor=actor, draft=draft)


def work_preview(run: VerificationRun, clock: Callable[[], datetime], until: Callable[[], bool]) -> bool:
    """Do chunks of a preview until none is left or ``until`` returns True. Return whether the preview is done.

    Raises: RunClosedError if the preview of another draft started.
    """
    sources = Sources()
    while not until():
        if not _work_chunk(run, clock, sources):
            return finish_run(run, clock())
    return False


def _work_chunk(run: VerificationRun, clock: Callable[[], datetime], sources: Sources) -> bool:
    if run.draft is None:
        raise ValueError(f"{run} previews nothing")
    # The policy and the clock of the run's start: a long preview compares the same two things to its end.
    now, proposed, at = thresholds(run.desk_policy), thresholds_of(run.draft), clock_at(run.now)
    with taking_chunk(run, clock) as chunk:
        if chunk is None:
            return False
        ids = ids_within(range(chunk.first_id, chunk.last_id + 1))
        batches = [compact(ids[start : start + BATCH]) for start in range(0, len(ids), BATCH)]
        parts = [preview(batch, at, now, proposed, sources) for batch in batches]
        names = ("raised", "cleared", "regraded", "restated", "failed")
        chunk.report = {name: [pair for part in parts for pair in getattr(part, name)] for name in names}
        chunk.verified = chunk.assessed = sum(part.verified for part in parts)
        chunk.changed = len(_changed_keys(parts))
        chunk.raised, chunk.cleared, chunk.failed = (len(chunk.report[name]) for name in ("raised", "cleared", "failed"))
    return True


def _changed_keys(parts: list[Preview]) -> set[str]:
    """Return the keys of the claims that would change."""
    pairs = [pair for part in parts for pair in (*part.raised, *part.cleared, *part.regraded, *part.restated)]
    return {key for key, _ in pairs}
