"""Runs that a person stops: the chunk in work ends, and what is left is resumed, or done by the next run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from claims.launch import resume_run
from claims.models import Standing, VerificationRun
from claims.models.run import ALL, DONE, DUE, STOPPED
from claims.runs.chunks import note_trouble, progress_of, start_run, work_chunk
from claims.runs.lifecycle import RunClosedError, RunEndedError, finish_run, resumable_run, stop_run
from tests.cases import claim, person, row
from tests.left_runs import leave

ACTOR = "user:ada"


@pytest.fixture
def stale(loaded: Callable[..., Any], now: datetime, settings: Any) -> datetime:
    """A present in which five claims are stale: three chunks."""
    settings.VERIFICATION_CHUNK = 2
    loaded(sources=[person("ada")], claims=[claim(f"c{number}", row("ada")) for number in range(5)])
    return now + timedelta(days=100)


def half_done(scope: str, at: datetime) -> VerificationRun:
    """Return a run that was stopped after the first of its chunks."""
    run = start_run(scope, now=at, actor="job:nightly")
    work_chunk(run, lambda: at)
    stop_run(run, at, actor=ACTOR, reason="the disk is full")
    return run


def test_a_stopped_run_keeps_what_is_done_and_says_who_and_why(stale: datetime) -> None:
    run = half_done(ALL, stale)
    with pytest.raises(RunClosedError, match="Stopped by user:ada: the disk is full"):
        work_chunk(run, lambda: stale)
    note_trouble(run.pk, ValueError("a worker that was late"), stale)
    run.refresh_from_db()
    assert (run.state, run.stopped_by, run.finished_at, run.verified) == (STOPPED, ACTOR, stale, 2)
    assert run.trouble == "Stopped by user:ada: the disk is full"
    with pytest.raises(RunEndedError, match="has ended already"):
        stop_run(run, stale, actor=ACTOR, reason="again")


def test_the_chunk_in_work_ends_and_is_stored(stale: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    run = start_run(ALL, now=stale, actor="job:nightly")

    def clock() -> datetime:
        if not run.stopped_by:
            stop_run(run, stale, actor=ACTOR, reason="too slow")
            run.stopped_by = ACTOR
        return stale

    work_chunk(run, clock)
    assert (progress_of(run).done, Standing.objects.filter(now=stale).count()) == (1, 2)
    with pytest.raises(RunClosedError):
        finish_run(run, stale)
    assert (run.state, run.verified) == (STOPPED, 2)


def test_the_next_run_does_what_is_left(stale: datetime) -> None:
    half_done(DUE, stale)
    assert resumable_run(DUE) is None
    later = start_run(DUE, now=stale, actor="job:nightly")
    while work_chunk(later, lambda: stale) is not None:
        pass
    assert (finish_run(later, stale), later.verified) == (True, 3)


def test_it_is_resumed_where_it_stopped(stale: datetime) -> None:
    run = half_done(ALL, stale)
    VerificationRun.objects.filter(pk=run.pk).update(now=stale - timedelta(days=3650))  # not ahead of the database's clock
    assert resume_run(run, clock=lambda: stale, actor=ACTOR)
    run.refresh_from_db()
    assert (run.state, run.verified, run.stopped_by, run.trouble) == (DONE, 5, "", "")


@pytest.mark.parametrize("case", ["later run", "a day", "policy", "closed by a run"])
def test_it_is_not_resumed_where_another_does_its_work(case: str, now: datetime, stale: datetime) -> None:
    run = half_done(ALL, stale)
    VerificationRun.objects.filter(pk=run.pk).update(now=now - timedelta(days=3650))
    if case == "later run":
        start_run(ALL, now=stale, actor="job:weekly")
    elif case == "a day":
        leave(run, timedelta(days=2))
    elif case == "policy":
        VerificationRun.objects.filter(pk=run.pk).update(policy_version="1+0")
    else:
        VerificationRun.objects.filter(pk=run.pk).update(stopped_by="")
    assert not resume_run(run, clock=lambda: stale, actor=ACTOR)
    run.refresh_from_db()
    assert run.state == STOPPED
