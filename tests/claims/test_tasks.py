"""The tasks without a broker: they run in this process, and the schedule names only tasks that exist."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from celery.exceptions import Retry
from django.db import OperationalError
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerError
from pytest_django import Settings

import claims.tasks
from claims.models import Flag, Standing, VerificationRun
from claims.models.run import DONE, RUNNING, STOPPED
from claims.runs.chunks import start_run
from factcheck.celery import app
from sources.models import Source
from sources.operations import change_source
from tests.cases import claim, person, row
from tests.left_runs import leave

Load = Callable[..., Any]


@pytest.fixture(autouse=True)
def _three_claims(loaded: Load, settings: Settings) -> None:
    settings.VERIFICATION_CHUNK = 2
    loaded(sources=[person("ada")], claims=[claim(f"c{number}", row("ada")) for number in range(3)])


@pytest.mark.door
def test_the_schedule_names_tasks_that_exist(settings: Settings) -> None:
    app.loader.import_default_modules()  # as in a worker
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)


def test_the_nightly_task_visits_what_became_due(now: datetime) -> None:
    with time_machine.travel(now + timedelta(days=91), tick=False):
        claims.tasks.verify_nightly.delay()
    run = VerificationRun.objects.get()
    assert (run.scope, run.state, run.actor, run.verified, run.raised) == ("due", DONE, "job:nightly", 3, 3)
    assert Flag.objects.filter(code="stale", cleared_at=None).count() == 3


def test_the_weekly_task_visits_everything(now: datetime) -> None:
    with time_machine.travel(now + timedelta(days=1), tick=False):
        claims.tasks.verify_everything.delay()
    assert VerificationRun.objects.get().verified == 3


def test_a_run_left_by_killed_workers_is_taken_up(now: datetime) -> None:
    run = start_run("all", now=now, actor="job:weekly")
    claims.tasks.resume_stopped_runs.delay()
    assert not run.chunks.filter(state=DONE).exists()
    leave(run, timedelta(minutes=6))
    claims.tasks.resume_stopped_runs.delay()
    run.refresh_from_db()
    assert (run.state, run.verified, run.now) == (DONE, 3, now)


def test_a_task_hands_on_to_a_new_one_when_its_slice_is_over(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims.tasks, "SLICE_SECONDS", 0)
    run = start_run("all", now=now, actor="job:weekly")
    claims.tasks.work_run.delay(run.pk)
    run.refresh_from_db()
    assert (run.state, run.verified) == (DONE, 3)


def refuse(*_arguments: Any) -> Exception:
    return BrokerError("Connection refused")


def test_a_task_whose_broker_takes_no_other_ends_the_run_itself(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims.tasks, "SLICE_SECONDS", 0)
    run = start_run("all", now=now, actor="job:weekly")
    monkeypatch.setattr(claims.tasks, "publish", refuse)
    claims.tasks.work_run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.verified, run.trouble) == (DONE, 3, "")


def test_a_run_begun_without_a_broker_says_what_it_waits_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims.tasks, "publish", refuse)
    claims.tasks.verify_everything.delay()
    run = VerificationRun.objects.get()
    assert run.state == RUNNING
    assert run.trouble.endswith("Connection refused")
    assert run.queued
    monkeypatch.undo()
    claims.tasks.resume_stopped_runs.delay()
    run.refresh_from_db()
    assert (run.state, run.verified, run.trouble) == (DONE, 3, "")


def test_a_run_says_why_its_worker_left_until_it_resumes(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    run = start_run("all", now=now, actor="job:weekly")
    work_chunk, shown = claims.tasks.work_chunk, []

    def away(*_arguments: Any) -> Any:
        raise OperationalError("the database is away")

    def watched(*arguments: Any) -> Any:
        shown.append(VerificationRun.objects.get().trouble)
        return work_chunk(*arguments)

    monkeypatch.setattr(claims.tasks, "work_chunk", away)
    with pytest.raises(Retry):
        claims.tasks.work_run.delay(run.pk)
    monkeypatch.setattr(claims.tasks, "work_chunk", watched)
    claims.tasks.work_run.delay(run.pk)
    assert shown[0].endswith("OperationalError: the database is away")
    assert set(shown[1:]) == {""}
    run.refresh_from_db()
    assert (run.state, run.trouble) == (DONE, "")


def test_a_message_that_comes_after_its_run_was_closed_does_nothing(now: datetime) -> None:
    run = start_run("all", now=now, actor="job:weekly")
    VerificationRun.objects.update(state=STOPPED, finished_at=now)
    claims.tasks.work_run.delay(run.pk)
    assert not run.chunks.filter(state=DONE).exists()


def test_a_claim_at_fault_that_a_changed_source_reaches_does_not_keep_the_night_from_beginning(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at_fault(*_arguments: Any, **_named: Any) -> None:
        raise ValueError("month must be in 1..12")

    monkeypatch.setattr(claims.tasks, "apply_changes", at_fault)
    with time_machine.travel(now + timedelta(days=91), tick=False):
        claims.tasks.verify_nightly.delay()
    assert VerificationRun.objects.get().state == DONE


def test_a_changed_source_reaches_its_claims(now: datetime) -> None:
    change_source(Source.objects.get(), {"short_name": "A."}, at=timezone.now(), actor="user:eve")
    claims.tasks.apply_source_changes.delay()
    assert all("A." in standing.assessment.explanation for standing in Standing.objects.select_related("assessment"))
