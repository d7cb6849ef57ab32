"""Verification runs: chunks done whole or not at all, resumable, one run at a time, one bad claim no obstacle."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from claims import runs
from claims.models import Assessment, Flag, Revision, Standing, VerificationRun
from claims.models.run import ALL, DONE, DUE, RUNNING, STOPPED
from claims.operations.source_changes import mark
from claims.policy.facts import ClaimFacts
from claims.runs import RunInProgressError, current_run, finish_run, progress_of, runs_at_rest, start_run, work_chunk
from claims.verification import evaluating
from tests.cases import claim, person, row
from tests.recompute import assert_stored_equals_fresh

Load = Callable[..., Any]
ACTOR = "job:nightly"


@pytest.fixture
def stale(now: datetime) -> datetime:
    """A present in which what was loaded at ``now`` is stale."""
    return now + timedelta(days=100)


@pytest.fixture(autouse=True)
def _small_chunks(settings: Settings) -> None:
    settings.VERIFICATION_CHUNK = 2


def load_five(loaded: Load) -> None:
    loaded(sources=[person("ada")], claims=[claim(f"c{number}", row("ada")) for number in range(5)])


def work_off(run: VerificationRun, at: datetime) -> None:
    while work_chunk(run, lambda: at) is not None:
        pass
    assert finish_run(run, at)


def test_a_full_run_visits_every_claim_in_chunks(loaded: Load, stale: datetime) -> None:
    load_five(loaded)
    run = start_run(ALL, now=stale, actor=ACTOR)
    assert progress_of(run) == (0, 3)
    work_off(run, stale)
    assert (run.state, run.verified, run.changed, run.raised, run.cleared, run.failed) == (DONE, 5, 5, 5, 0, 0)
    assert Flag.objects.filter(code="stale", cleared_at=None).count() == 5
    assert set(Revision.objects.filter(number=2).values_list("actor", "action")) == {(ACTOR, "verify")}
    assert_stored_equals_fresh(stale)


def test_a_run_over_nothing_new_writes_nothing(loaded: Load, now: datetime) -> None:
    load_five(loaded)
    before = Assessment.objects.count(), Revision.objects.count()
    run = start_run(ALL, now=now + timedelta(days=1), actor=ACTOR)
    work_off(run, now + timedelta(days=1))
    assert (run.verified, run.changed, run.surprises) == (5, 0, 0)
    assert run.assessed < 5
    assert (Assessment.objects.count(), Revision.objects.count()) == before


def test_only_marked_and_due_claims_are_visited(loaded: Load, now: datetime) -> None:
    load_five(loaded)
    first, second = Standing.objects.order_by("claim_id")[:2]
    mark([first.pk], now)
    Standing.objects.filter(pk=second.pk).update(due_at=now)
    run = start_run(DUE, now=now + timedelta(days=1), actor=ACTOR)
    work_off(run, now + timedelta(days=1))
    assert run.verified == 2
    assert not Standing.objects.filter(marked_at__isnull=False).exists()


def test_what_becomes_stale_is_due_at_that_very_moment(loaded: Load, now: datetime) -> None:
    load_five(loaded)
    ends = Standing.objects.order_by("due_at").values_list("due_at", flat=True)[0]
    assert ends is not None
    run = start_run(DUE, now=ends - timedelta(seconds=1), actor=ACTOR)
    work_off(run, ends)
    assert run.verified == 0
    run = start_run(DUE, now=ends, actor=ACTOR)
    work_off(run, ends)
    assert run.raised == 5


def test_an_interrupted_run_goes_on_at_its_first_unfinished_chunk(loaded: Load, stale: datetime) -> None:
    load_five(loaded)
    run = start_run(ALL, now=stale, actor=ACTOR)
    work_chunk(run, lambda: stale)
    resumed = current_run(ALL, stale + timedelta(hours=1))
    assert resumed == run
    assert progress_of(run) == (1, 3)
    work_off(run, stale)
    assert Revision.objects.filter(number=2).count() == 5
    assert not Revision.objects.filter(number=3).exists()


def test_one_run_over_a_scope_goes_on_at_a_time(loaded: Load, now: datetime) -> None:
    load_five(loaded)
    start_run(ALL, now=now, actor=ACTOR)
    with pytest.raises(RunInProgressError):
        start_run(ALL, now=now, actor=ACTOR)
    start_run(DUE, now=now, actor=ACTOR)
    assert VerificationRun.objects.count() == 2


def test_a_run_without_workers_is_taken_up_and_one_left_for_a_day_is_closed(loaded: Load, now: datetime) -> None:
    load_five(loaded)
    run = start_run(ALL, now=now, actor=ACTOR)
    assert runs_at_rest(now + timedelta(minutes=1)) == []
    assert runs_at_rest(now + timedelta(minutes=10)) == [run]
    assert current_run(ALL, now + timedelta(days=2)) is None
    run.refresh_from_db()
    assert run.state == STOPPED


def test_a_run_is_not_closed_while_a_chunk_waits(loaded: Load, now: datetime) -> None:
    load_five(loaded)
    run = start_run(ALL, now=now, actor=ACTOR)
    assert not finish_run(run, now)
    assert run.state == RUNNING


def test_a_claim_that_cannot_be_assessed_keeps_what_stands_and_tells_its_error(
    loaded: Load, stale: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_five(loaded)
    assess = evaluating.assess

    def poisoned(facts: ClaimFacts, *rest: Any) -> Any:
        if facts.key == "c2":
            raise RuntimeError("boom")
        return assess(facts, *rest)

    monkeypatch.setattr(evaluating, "assess", poisoned)
    run = start_run(ALL, now=stale, actor=ACTOR)
    work_off(run, stale)
    assert (run.verified, run.failed, run.changed) == (5, 1, 4)
    standing = Standing.objects.get(claim__key="c2")
    assert (standing.error, standing.status) == ("RuntimeError: boom", "unverified")


def test_a_claim_that_cannot_be_stored_does_not_hold_up_its_chunk(
    loaded: Load, stale: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_five(loaded)
    settle = runs.settle

    def full(ids: Any, *rest: Any, **named: Any) -> Any:
        outcome = settle(ids, *rest, **named)
        if any(found.key == "c2" for found in outcome.verified.values()):
            Revision.objects.create(claim_id=min(outcome.verified), number=1)  # breaks a constraint, like a bad row would
        return outcome

    monkeypatch.setattr(runs, "settle", full)
    run = start_run(ALL, now=stale, actor=ACTOR)
    work_off(run, stale)
    assert run.failed == 1
    assert "IntegrityError" in Standing.objects.get(claim__key="c2").error
    assert Flag.objects.filter(code="stale", cleared_at=None).count() == 4


def test_support_that_time_brings_contests_the_claim_that_it_contradicts(loaded: Load, now: datetime) -> None:
    loaded(
        sources=[person("ada"), person("ben")],
        claims=[
            claim("c", row("ada")),
            claim("d", row("ben", said_at="2024-06-20"), relations=[{"kind": "contradicts", "claim": "c"}]),
        ],
    )
    later = now + timedelta(days=9)
    run = start_run(DUE, now=later, actor=ACTOR)
    work_off(run, later)
    assert set(Flag.objects.filter(code="contested", cleared_at=None).values_list("claim__key", flat=True)) == {"c", "d"}
    assert_stored_equals_fresh(later)
