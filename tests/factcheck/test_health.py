"""What probes are answered: without a name, a token, HTTPS or a limit, and without a word of the service's insides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from claims.models.heartbeat import BEAT
from claims.models.run import DUE
from claims.operations.heartbeats import note_alive
from claims.queries.history.night import NIGHT_MISSED_AFTER
from claims.runs.chunks import start_run

#: Without a broker there is no worker to miss; and no run has started yet.
EMBEDDED = {"worker": "ok", "beat": "ok", "night": "unknown", "backup": "unknown"}
PRIVATE = ("127.0.0.1", "redis://", "postgres", "sqlite", "Traceback", "refused")


@pytest.fixture
def probe(settings: Any) -> Client:
    """A probe as a container's: by an address that is no name of the site, and without HTTPS."""
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["facts.example.org"], True
    return Client(headers={"Host": "10.1.2.3:8000"})


def test_the_process_is_live_without_a_database(probe: Client) -> None:
    assert probe.get("/livez").json() == {"status": "ok"}
    answer = probe.get("/healthz")  # any query would fail: the test has no database
    assert (answer.status_code, answer.json(), answer["Cache-Control"]) == (200, {"status": "ok"}, "no-store")
    assert probe.head("/healthz").status_code == 200
    assert probe.post("/healthz").status_code == 405


@pytest.mark.django_db
def test_it_is_ready_by_four_queries(probe: Client, django_assert_num_queries: Any, settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "factcheck.caches.process_cache.ProcessCache"}}
    with django_assert_num_queries(4):  # migrations; heartbeats, the last runs and the last backup, for the details
        answer = probe.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready", "database": "ok", "details": EMBEDDED})


@pytest.mark.django_db
def test_without_a_worker_or_a_night_it_is_ready_and_says_so(probe: Client, settings: Any) -> None:
    settings.CELERY_BROKER_URL = "redis://broker.example"
    start_run(DUE, now=timezone.now() - NIGHT_MISSED_AFTER - timedelta(minutes=1), actor="job:nightly")
    note_alive(BEAT)
    answer = probe.get("/readyz")
    assert (answer.status_code, answer.json()["details"]) == (
        200,
        {"worker": "failed", "beat": "ok", "night": "failed", "backup": "unknown"},
    )


@pytest.mark.django_db
def test_without_redis_it_is_ready_and_says_what_is_away(probe: Client, settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "factcheck.caches.redis_cache.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}}
    answer = probe.get("/readyz")
    assert (answer.status_code, answer.json()["status"], answer.json()["redis"]) == (200, "ready", "away")
    assert not [word for word in PRIVATE if word in answer.content.decode()]


@pytest.mark.django_db
def test_it_is_not_ready_before_its_migrations(probe: Client) -> None:
    MigrationRecorder(connection).migration_qs.filter(app="claims", name__startswith="0014").delete()
    answer = probe.get("/readyz")
    assert (answer.status_code, answer.json()["database"], answer["Retry-After"]) == (503, "not migrated", "5")


def test_it_is_not_ready_without_the_database(probe: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any, **_named: Any) -> None:
        raise OperationalError("connection to 127.0.0.1 refused")

    monkeypatch.setattr(connections["default"], "cursor", refuse)
    answer = probe.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "away")
    assert not [word for word in PRIVATE if word in answer.content.decode()]
