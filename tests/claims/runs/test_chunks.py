"""Verification runs: chunks done whole or not at all, resumable, one run at a time, one bad claim no obstacle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import Settings

from claims.models import Assessment, Attribution, Flag, Revision, Standing, VerificationRun
from claims.models.run import ALL, DONE, DUE, RUNNING, STOPPED
from claims.operations.sources.changes import mark
from claims.policy.facts import ClaimFacts
from claims.queries.facts.current import Sources
from claims.runs import chunks as runs
from claims.runs.chunks import RunInProgressError, note_trouble, progress_of, start_run, work_chunk
from claims.runs.lifecycle import RunClosedError, finish_run, note_queued, resumable_run, runs_at_rest
from claims.verification import Outcome, evaluating, settle
from sources.models import Source, SourceRelation
from sources.operations import relate
from tests.cases import claim, load, person, row
from tests.left_runs import leave
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
    first, second, third = Standing.objects.order_by("claim_id")[:3]
    mark([first.pk, third.pk], now)
    Standing.objects.filter(pk__in=[second.pk, third.pk]).update(due_at=now)
    run = start_run(DUE, now=now + timedelta(days=1), actor=ACTOR)
    work_off(run, now + timedelta(days=1))
    assert run.verified == 3
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


def test_an_interrupted_run_resumes_at_its_first_unfinished_chunk(loaded: Load, stale: datetime) -> None:
    load_five(loaded)
    run = start_run(ALL, now=stale, actor=ACTOR)
    work_chunk(run, lambda: stale)
    assert resumable_run(ALL) == run
    assert progress_of(run) == (1, 3)
    work_off(run, stale)
    assert Revision.objects.filter(number=2).count() == 5
    assert not Revision.objects.filter(number=3).exists()


def test_one_run_per_scope_is_active_at_a_time(loaded: Load, now: datetime) -> None:
    load_five(loaded)
    start_run(ALL, now=now, actor=ACTOR)
    with pytest.raises(RunInProgressError):
        start_run(ALL, now=now, actor=ACTOR)
    start_run(DUE, now=now, actor=ACTOR)
    assert VerificationRun.objects.count() == 2


def test_a_run_without_workers_is_resumed_and_one_left_for_a_day_is_not(loaded: Load, now: datetime) -> None:
    load_five(loaded)
    run = start_run(ALL, now=now, actor=ACTOR)
    assert runs_at_rest() == []
    leave(run, timedelta(minutes=10))
    assert runs_at_rest() == [run]
    leave(run, timedelta(days=1))
    assert (runs_at_rest(), resumable_run(ALL)) == ([], None)
    assert closed(run) == (RUNNING, "")


def test_a_finished_chunk_is_a_sign_of_life(loaded: Load, now: datetime) -> None:
    load_five(loaded)
    run = start_run(ALL, now=now, actor=ACTOR)
    leave(run, timedelta(days=2))
    work_chunk(run, lambda: now)
    assert (resumable_run(ALL), runs_at_rest()) == (run, [])


def test_one_that_no_worker_was_given_is_resumed_at_once(loaded: Load) -> None:
    load_five(loaded)
    run = start_run(ALL, now=timezone.now(), actor=ACTOR)
    note_queued(run.pk)
    assert runs_at_rest() == [run]
    work_chunk(run, timezone.now)
    run.refresh_from_db()
    assert (run.queued, runs_at_rest()) == (False, [])


def test_only_a_run_that_begins_closes_one_that_was_left_for_a_day(loaded: Load, now: datetime) -> None:
    load_five(loaded)
    run = start_run(ALL, now=now, actor=ACTOR)
    work_chunk(run, lambda: now)
    leave(run, timedelta(days=2))
    other = start_run(ALL, now=now, actor=ACTOR)
    assert closed(run) == (STOPPED, "Closed unfinished: nobody had worked at it for a day.")
    assert (run.verified, resumable_run(ALL)) == (2, other)


def test_only_a_run_that_begins_closes_one_whose_clock_was_ahead(loaded: Load, now: datetime) -> None:
    load_five(loaded)
    run = start_run(ALL, now=timezone.now() + timedelta(days=300), actor=ACTOR)
    assert (resumable_run(ALL), runs_at_rest()) == (None, [])
    assert closed(run) == (RUNNING, "")
    start_run(ALL, now=now, actor=ACTOR)
    assert closed(run) == (STOPPED, "Closed unfinished: its clock was ahead of the database's.")


def test_a_clock_that_is_a_little_ahead_or_far_behind_closes_nothing(loaded: Load) -> None:
    load_five(loaded)
    for off in (timedelta(minutes=59), -timedelta(days=9)):
        run = start_run(DUE, now=timezone.now() + off, actor=ACTOR)
        with pytest.raises(RunInProgressError):
            start_run(DUE, now=timezone.now() - off, actor=ACTOR)
        assert resumable_run(DUE) == run
        VerificationRun.objects.update(state=STOPPED)


def test_whoever_works_at_a_run_that_was_closed_stops_and_says_why(loaded: Load, now: datetime) -> None:
    load_five(loaded)
    run = start_run(ALL, now=now, actor=ACTOR)
    work_chunk(run, lambda: now)
    leave(run, timedelta(days=2))
    start_run(ALL, now=now, actor=ACTOR)
    VerificationRun.objects.filter(pk=run.pk).update(verified=0)  # as if the chunk had ended after it was closed
    with pytest.raises(RunClosedError, match="nobody had worked at it for a day"):
        work_chunk(run, lambda: now)
    with pytest.raises(RunClosedError):
        finish_run(run, now)
    note_trouble(run.pk, None, now)
    assert closed(run) == (STOPPED, "Closed unfinished: nobody had worked at it for a day.")
    assert run.verified == 2


def closed(run: VerificationRun) -> tuple[str, str]:
    run.refresh_from_db()
    return run.state, run.trouble


def test_a_run_is_not_closed_while_a_chunk_waits(loaded: Load, now: datetime) -> None:
    load_five(loaded)
    run = start_run(ALL, now=now, actor=ACTOR)
    assert not finish_run(run, now)
    assert run.state == RUNNING


def test_a_claim_that_cannot_be_assessed_keeps_its_result_and_shows_its_error(
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


OUT_OF_BAND: dict[str, Callable[[], object]] = {
    "a stance": lambda: Attribution.objects.filter(claim__key="c3").update(stance="denies"),
    "a voided row": lambda: Attribution.objects.filter(claim__key="c3").update(voided_at=timezone.now(), void_reason="Ours."),
    "a source": lambda: Source.objects.filter(key="eve").update(name="Somebody else"),
}


@pytest.mark.parametrize("change", OUT_OF_BAND.values(), ids=OUT_OF_BAND)
def test_a_sweep_finds_what_was_changed_behind_its_back(
    loaded: Load, now: datetime, change: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody marked anything: the fingerprints of the rows show it."""
    monkeypatch.setattr(runs, "CHECK_ONE_IN", 2**40)
    loaded(
        sources=[person("ada"), person("eve")],
        claims=[claim(f"c{number}", row("eve" if number == 3 else "ada")) for number in range(5)],
    )
    for assessed in (0, 0):
        run = start_run(ALL, now=now, actor=ACTOR)
        work_off(run, now)
        assert (run.verified, run.assessed, run.changed) == (5, assessed, 0)
    change()
    run = start_run(ALL, now=now, actor=ACTOR)
    work_off(run, now)
    assert (run.verified, run.assessed, run.changed, run.surprises) == (5, 1, 1, 0)


def test_the_sample_shows_what_the_fingerprints_miss(
    loaded: Load, now: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(runs, "CHECK_ONE_IN", 1)
    load_five(loaded)
    Standing.objects.filter(claim__key="c2").update(result_digest="another result", fingerprint=1)
    run = start_run(ALL, now=now, actor=ACTOR)
    work_off(run, now)
    assert run.surprises == 0  # its rows differ from its fingerprint, so nothing proved it
    Standing.objects.filter(claim__key="c2").update(result_digest="another result")
    run = start_run(ALL, now=now, actor=ACTOR)
    work_off(run, now)
    assert (run.assessed, run.surprises) == (5, 1)
    assert "a fault of the proof: c2" in caplog.text


def test_a_claim_that_contradicts_a_changed_one_is_looked_at_unless_somebody_has_locked_it(
    loaded: Load, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "CHECK_ONE_IN", 2**40)
    rival = claim("rival", row("ada", stance="denies"), relations=[{"kind": "contradicts", "claim": "c"}])
    loaded(sources=[person("ada"), person("ben")], claims=[claim("c", row("ben")), claim("x"), claim("y"), rival])
    assert set(Flag.objects.filter(code="contested", cleared_at=None).values_list("claim__key", flat=True)) == set()
    work_off(start_run(ALL, now=now, actor=ACTOR), now)
    Attribution.objects.filter(claim__key="rival").update(stance="supports")  # behind the service's back
    work_off(start_run(ALL, now=now, actor=ACTOR), now)
    assert set(Flag.objects.filter(code="contested", cleared_at=None).values_list("claim__key", flat=True)) == {"c", "rival"}
    assert_stored_equals_fresh(now)


@pytest.mark.parametrize("most", [1, Sources.MOST])
def test_a_worker_sees_a_source_that_changed_between_two_of_its_chunks(
    loaded: Load, stale: datetime, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(Sources, "MOST", most)
    both = [claim(f"c{number}", row(f"ada{number}", "ada"), row(f"ben{number}", "ben")) for number in range(5)]
    loaded(sources=[person("ada"), person("ben")], claims=both)
    run, sources = start_run(ALL, now=stale, actor=ACTOR), Sources()
    assert work_chunk(run, lambda: stale, sources)
    ada, ben = Source.objects.order_by("key")
    tie = SourceRelation(from_source=ada, to_source=ben, kind="speaks_for", reason="Her spokesman.", recorded_at=stale)
    relate([tie], at=stale, actor="user:eve")
    while work_chunk(run, lambda: stale, sources):
        pass
    results = Standing.objects.order_by("claim__key").values_list("assessment__result", flat=True)
    assert [result["support"]["at_most"] for result in results] == [2, 2, 1, 1, 1]


def test_a_small_incremental_run_is_shared_out_too(
    loaded: Load, now: datetime, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.VERIFICATION_CHUNK = 10_000
    load_five(loaded)
    Standing.objects.update(marked_at=now)
    assert progress_of(start_run(DUE, now=now, actor=ACTOR)).total == 1
    VerificationRun.objects.update(state=DONE)
    monkeypatch.setattr(runs, "SMALLEST_SHARE", 2)
    assert progress_of(start_run(DUE, now=now, actor=ACTOR)).total == 2
    VerificationRun.objects.update(state=DONE)
    assert progress_of(start_run(DUE, now=now, actor=ACTOR, workers=1)).total == 1


def test_a_few_claims_left_over_are_settled_with_the_others(
    loaded: Load, stale: datetime, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.VERIFICATION_CHUNK = 10_000
    load_five(loaded)
    settled: list[int] = []

    def counting(ids: Sequence[int], *arguments: Any, **named: Any) -> Outcome:
        settled.append(len(ids))
        return settle(ids, *arguments, **named)

    monkeypatch.setattr(runs, "settle", counting)
    for most, sizes in ((4, [5]), (3, [3, 2]), (1, [1] * 5)):
        monkeypatch.setattr(runs, "BATCH", most)
        Standing.objects.update(marked_at=stale)
        work_off(start_run(DUE, now=stale, actor=ACTOR), stale)
        assert settled == sizes
        settled.clear()


@pytest.mark.django_db
def test_the_trouble_of_a_run_quotes_no_row(now: datetime) -> None:
    load({"sources": [person("ada")], "claims": [claim("c", row("ada"))]}, at=now)
    run = start_run("all", now=now, actor="job:nightly")
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Source.objects.create(key="ada", name="Whoever it is", kind="person", recorded_at=now)

    note_trouble(run.pk, refused.value, now)

    run.refresh_from_db()
    assert "IntegrityError" in run.trouble
    assert "(ada)" not in run.trouble
    assert "Whoever" not in run.trouble
