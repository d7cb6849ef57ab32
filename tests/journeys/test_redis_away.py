"""The site, its worker and beat while Redis is gone, hung or full: requests are served, and jobs catch up."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import redis
from celery import Celery
from django.conf import settings
from django.utils import timezone

from claims.models import VerificationRun
from claims.models.run import ALL, DONE
from claims.operations.desk.roles import EDITOR
from claims.runs.chunks import start_run
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE
from factcheck.celery import app
from factcheck.jobs import beat
from factcheck.jobs.publishing import BROKER
from tests.cases import load_sample
from tests.factcheck.api.asking import caller
from tests.journeys.processes import OwnRedis, Processes, until
from tests.journeys.site import THREADS, Site

pytestmark = [pytest.mark.postgresql, pytest.mark.redis, pytest.mark.worker, pytest.mark.django_db(transaction=True)]

PER_MINUTE = 60
Act = Callable[[OwnRedis], None]


def gone(server: OwnRedis) -> None:
    server.kill()


def hung(server: OwnRedis) -> None:
    assert server.process is not None
    server.process.send_signal(signal.SIGSTOP)


def full(server: OwnRedis) -> None:
    with redis.Redis.from_url(server.url) as client:
        client.config_set("maxmemory-policy", "noeviction")
        client.config_set("maxmemory", 1)


def back(server: OwnRedis) -> None:
    assert server.process is not None
    if server.process.poll() is not None:
        server.start(durable=False)
    server.process.send_signal(signal.SIGCONT)
    with redis.Redis.from_url(server.url) as client:
        client.config_set("maxmemory", 0)


WAYS: tuple[Act, ...] = (gone, hung, full)


@pytest.fixture
def site(processes: Processes, own_redis: OwnRedis, tmp_path: Path) -> Iterator[Site]:
    own_redis.start(durable=False)
    environment = {name: processes.environment[name] for name in ("DATABASE_URL", "CELERY_KEY_PREFIX")}
    redis_variables = {"REDIS_URL": own_redis.url, "CELERY_BROKER_URL": own_redis.url}
    site = Site(
        tmp_path / "log",
        {**environment, **redis_variables, "TOKEN_PEPPER": settings.TOKEN_PEPPERS[0], "API_PER_MINUTE": str(PER_MINUTE)},
    )
    yield site
    site.stop()


def test_requests_are_served_and_limited_while_redis_is_gone_hung_or_full(site: Site, own_redis: OwnRedis) -> None:
    load_sample(timezone.now())
    token = {"Authorization": f"Bearer {caller(EDITOR, (CLAIMS_READ, CLAIMS_WRITE)).text}"}
    for number, away in enumerate(WAYS):
        until(lambda: site.get("/readyz").json()["redis"] == "ok")
        away(own_redis)
        assert {answer.status for answer in site.get_at_once("/api/v1/claims/", 3 * THREADS)} == {200}
        for which in "abc":  # each tells the workers to look at the feed
            body = {"key": f"new-{number}{which}", "text": f"Said meanwhile: {which}."}
            assert site.ask("POST", "/api/v1/claims/", body, **token).status == 201
        ready = site.get("/readyz")
        assert ready.status == 200
        assert {"status": "ready", "database": "ok", "redis": "away"}.items() <= ready.json().items()
        if away is not WAYS[-1]:
            back(own_redis)
    # Counted by the process: a minute may end meanwhile, and another one begin.
    answers = (site.get("/api/v1/claims/", **token) for _ in range(2 * PER_MINUTE + 1))
    limited = next(answer for answer in answers if answer.status != 200)
    assert (limited.status, "Retry-After" in limited.headers) == (429, True)
    # Once a minute at most, however many requests there were.
    assert 1 <= site.logged("Redis is unavailable") <= 3
    assert 1 <= site.logged("The broker is unavailable") <= 3
    assert site.logged("Traceback") == 0


def test_worker_and_beat_outlast_redis_hung_or_full_and_do_what_was_recorded_meanwhile(
    processes: Processes, own_redis: OwnRedis, tmp_path: Path
) -> None:
    load_sample(timezone.now())
    noon = (timezone.now().hour + 12) % 24
    processes.environment |= {"VERIFICATION_AT_REST": "1", "NIGHTLY_HOUR": str(noon)}  # beat begins no run of its own
    own_redis.start(durable=False)
    started = [processes.worker(), processes.beat(tmp_path / "beat")]
    for away in (None, hung, full):
        if away is not None:
            away(own_redis)
        start_run(ALL, now=timezone.now(), actor="user:ed")
        if away is not None:
            time.sleep(2)  # both try meanwhile
            back(own_redis)
        until(lambda: not VerificationRun.objects.exclude(state=DONE).exists())
    assert [process.poll() for process in started] == [None, None]


@pytest.mark.parametrize("answer", ["ack_log_error", "reject_log_error"])
def test_a_message_that_a_full_redis_does_not_take_back_holds_no_place_in_the_worker(own_redis: OwnRedis, answer: str) -> None:
    own_redis.start(durable=False)
    with app.connection(own_redis.url) as broker, broker.SimpleQueue("celery") as queue:
        for number in range(2):
            queue.put(number)
        queue.consumer.qos(prefetch_count=2)
        held = [queue.get(timeout=5) for _ in range(2)]
        channel: Any = queue.channel
        assert not channel.qos.can_consume()
        full(own_redis)
        for message in held:
            getattr(message, answer)(logging.getLogger("celery"), broker.connection_errors)
        back(own_redis)
        assert channel.qos.can_consume()
        queue.put("next")
        assert queue.get(timeout=5).payload == "next"


def test_beat_sends_what_came_due_while_the_broker_was_away(own_redis: OwnRedis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beat, "_AGAIN", 0.1)
    with Celery(broker=own_redis.url, set_as_current=False) as app, ThreadPoolExecutor(1) as threads:
        app.conf.broker_transport_options = {"socket_timeout": 1, "socket_connect_timeout": 1}
        app.conf.beat_schedule = {"nightly": {"task": "verify", "schedule": 3600}}
        scheduler = beat.PatientScheduler(app=app, schedule_filename=str(own_redis.directory / "beat"))
        due = scheduler.schedule["nightly"]
        scheduler.reserve(due)
        sent = threads.submit(scheduler.apply_entry, due)
        until(lambda: BROKER.error is not None and scheduler.schedule["nightly"] is due)  # stopped here, it is due again
        own_redis.start(durable=False)
        sent.result(timeout=30)
        assert scheduler.schedule["nightly"].total_run_count == 1
    with redis.Redis.from_url(own_redis.url) as client:
        assert client.llen("celery") == 1
