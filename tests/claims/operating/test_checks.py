"""What an operator learns about the service, and what to do about it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

import claims.tasks
from claims.models import Heartbeat, Revision
from claims.models.heartbeat import BEAT, LINK_COMMAND, WORKER
from claims.models.run import DUE
from claims.operating.check import Check, State, worst
from claims.operating.checks import all_checks
from claims.operations.documents.link_watch import turn_watch
from claims.operations.heartbeats import note_alive
from claims.queries.history.night import NIGHT_MISSED_AFTER
from claims.runs.chunks import start_run
from claims.runs.lifecycle import STALLED_AFTER
from claims.verification import Change
from factcheck.signing_keys import new_secret
from sources.models import Source, SourceChange
from tests.cases import two_statements
from tests.claims.heads import heads_of
from tests.factcheck.backups.made import backup_of
from tests.left_runs import leave

MINUTE = timedelta(minutes=1)


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def workers(settings: Any) -> None:
    """An installation with a broker, where everything works."""
    settings.CELERY_BROKER_URL = "memory://"
    for name in (WORKER, BEAT):
        note_alive(name)
    backup_of(timezone.now())


def states(now: datetime) -> dict[str, State]:
    return {check.name: check.state for check in all_checks(now)}


def one(name: str, now: datetime) -> Check:
    return next(check for check in all_checks(now) if check.name == name)


@pytest.mark.django_db
def test_heads_that_are_missing_old_or_unsigned_are_told_apart(now: datetime, settings: Any) -> None:
    assert one("heads", now).state == State.UNKNOWN
    heads_of(now)
    settings.DEBUG = True  # one person on one machine
    assert one("heads", now).state == State.OK
    settings.DEBUG = False
    assert "--new-key" in one("heads", now).remedy
    assert one("heads", now).state == State.WARNING
    heads_of(now + timedelta(days=1), new_secret())
    assert one("heads", now + timedelta(days=1)).state == State.OK
    assert one("heads", now + timedelta(days=4)).state == State.WARNING


@pytest.mark.django_db
@pytest.mark.usefixtures("workers")
def test_where_everything_works_nothing_is_to_be_done(now: datetime) -> None:
    start_run(DUE, now=now - timedelta(hours=2), actor="job:nightly")
    heads_of(now, new_secret())
    found = [check for check in all_checks(now) if check.name != "settings"]  # the tests have DEBUG
    assert [check for check in found if check.state != State.OK or check.remedy] == []
    assert worst(found) == State.OK


@pytest.mark.django_db
@pytest.mark.usefixtures("workers")
def test_a_silent_worker_and_a_silent_beat_are_told_apart(now: datetime) -> None:
    Heartbeat.objects.filter(name=WORKER).update(at=now - 6 * MINUTE)
    assert (one("worker", now).state, one("beat", now).state) == (State.FAILED, State.OK)
    assert "6\xa0minutes" in one("worker", now).sentence
    assert "celery" in one("worker", now).remedy
    Heartbeat.objects.filter(name=BEAT).delete()
    assert "has never sent a task" in one("beat", now).sentence


@pytest.mark.django_db
@pytest.mark.usefixtures("workers")
def test_a_night_that_did_not_run_and_a_run_that_stalled_are_found(now: datetime) -> None:
    assert one("night", now).state == State.UNKNOWN
    run = start_run(DUE, now=now - NIGHT_MISSED_AFTER - MINUTE, actor="job:nightly")
    leave(run, STALLED_AFTER + MINUTE)
    assert (one("night", now).state, one("runs", now).state) == (State.FAILED, State.WARNING)
    assert f"number {run.pk}, started 1\xa0day ago" in one("night", now).sentence
    assert one("runs", now).sentence == f"Run {run.pk} does not proceed: no worker has it."


@pytest.mark.django_db
@pytest.mark.usefixtures("workers")
def test_changes_of_sources_that_wait_are_found(now: datetime, loaded: Any) -> None:
    loaded(**two_statements())
    SourceChange.objects.update(applied_at=None, at=now - 11 * MINUTE)
    assert Source.objects.exists()
    assert Revision.objects.exists()
    found = one("source_changes", now)
    assert (found.state, "11\xa0minutes" in found.sentence) == (State.WARNING, True)


@pytest.mark.django_db
def test_who_visits_pages_and_that_the_desk_stopped_it_is_said(now: datetime, settings: Any) -> None:
    assert one("links", now).remedy == "Without a broker nobody starts it: schedule manage.py watch_links."
    note_alive(LINK_COMMAND)
    assert "manage.py watch_links visits them, the last time 0\xa0minutes ago." in one("links", now).sentence
    assert one("links", now).remedy == ""
    settings.CELERY_BROKER_URL = "memory://"
    claims.tasks.watch_links()
    assert "Workers visit them, the last time" in one("links", now).sentence
    turn_watch(Change(now, "user:boss", "link watch", "Too many."), stop=True)
    assert (one("links", now).state, one("links", now + timedelta(days=3)).state) == (State.OK, State.WARNING)
    assert "were stopped" in one("links", now).sentence


@pytest.mark.django_db
def test_an_old_backup_a_failed_one_and_none_are_told_apart(now: datetime, settings: Any) -> None:
    settings.BACKUP_OLD_HOURS = 48
    assert one("backup", now).state == State.UNKNOWN
    backup_of(now)
    assert one("backup", now).state == State.OK
    assert one("backup", now + timedelta(days=3)).state == State.WARNING
    backup_of(now + MINUTE, trouble="The disk is full.")
    assert "failed" in one("backup", now + MINUTE).sentence
    backup_of(now + 2 * MINUTE, verified_at=now, verified_trouble="damaged")
    assert one("backup", now + 2 * MINUTE).state == State.WARNING
    settings.BACKUP_OLD_HOURS = 0
    backup_of(now + 3 * MINUTE)
    assert one("backup", now + timedelta(days=3)).state == State.OK


@pytest.mark.django_db
@pytest.mark.usefixtures("workers")
def test_a_broker_that_does_not_respond_and_a_long_queue_are_told_apart(
    now: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert one("queue", now).sentence == "0 tasks wait for a worker."
    monkeypatch.setattr("claims.operating.jobs.waiting_tasks", lambda: 500)
    assert (one("queue", now).state, one("queue", now).sentence) == (State.WARNING, "500 tasks wait for a worker.")
    monkeypatch.undo()
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    assert one("queue", now).state == State.FAILED


@pytest.mark.django_db
def test_a_schema_of_a_newer_version_is_named(now: datetime) -> None:
    MigrationRecorder(connection).record_applied("claims", "9999_from_the_future")
    found = one("schema", now)
    assert (found.state, "claims.9999_from_the_future" in found.sentence) == (State.WARNING, True)


@pytest.mark.django_db
def test_the_key_of_the_source_code_is_refused_in_production(now: datetime, settings: Any) -> None:
    settings.DEBUG, settings.SECRET_KEY = False, settings.EMBEDDED_SECRET_KEY
    assert one("settings", now).state == State.FAILED
    settings.SECRET_KEY = "another"
    assert one("settings", now).state == State.OK


def test_without_a_database_only_the_checks_that_need_none_are_made(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any, **_named: Any) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(connections["default"], "cursor", refuse)
    assert next((check.name, check.state) for check in all_checks(now)) == ("database", State.FAILED)
    assert "schema" not in states(now)


@pytest.mark.django_db
def test_the_scheduled_task_notes_the_worker_and_its_publication_beat() -> None:
    claims.tasks.heartbeat.apply()
    assert [row.name for row in Heartbeat.objects.all()] == [WORKER]
    claims.tasks.after_task_publish.send(sender="claims.heartbeat")
    claims.tasks.after_task_publish.send(sender="claims.work_run")
    assert sorted(row.name for row in Heartbeat.objects.all()) == [BEAT, WORKER]
