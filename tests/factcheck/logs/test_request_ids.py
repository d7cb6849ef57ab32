"""The id of a request: taken over or made, sent back, shown on failures, and known to its tasks."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from celery import Celery
from celery.contrib.testing.worker import start_worker
from django.test import Client

from claims.queries.claims import read as reading
from claims.tasks import delete_old
from factcheck.logs.context import Work, current_request_id, current_work, doing
from tests.factcheck.api.asking import caller

MADE = re.compile(r"[0-9a-f]{32}")


@pytest.mark.parametrize("sent", ["abc-123", "7d3e5a86-1a2b-4c3d-8e4f-5a6b7c8d9e0f", "Root_1.2", "a" * 128])
def test_a_well_formed_id_is_taken_over(sent: str) -> None:
    assert Client().get("/api/v1/", headers={"X-Request-ID": sent})["X-Request-ID"] == sent


@pytest.mark.parametrize("sent", ["", " ", "a b", "a\tb", "ü", "a" * 129, "<b>", "-a", "a;b", '"a"', "a/b", None])
def test_any_other_is_replaced(sent: str | None) -> None:
    answer = Client().get("/api/v1/", headers={"X-Request-ID": sent} if sent is not None else {})
    assert MADE.fullmatch(answer["X-Request-ID"])


def test_every_request_has_another_id() -> None:
    assert len({Client().get("/api/v1/")["X-Request-ID"] for _ in range(3)}) == 3
    assert current_work() is None


@pytest.mark.django_db
def test_a_failure_of_the_api_shows_the_id(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "page_of_all", lambda *_args, **_named: 1 / 0)
    answer = caller().get("claims/", **{"X-Request-ID": "abc-123"})
    assert (answer.status_code, answer["X-Request-ID"], answer.json()["request_id"]) == (500, "abc-123", "abc-123")


def test_a_failure_of_a_page_shows_the_id(monkeypatch: pytest.MonkeyPatch, superuser: Client) -> None:
    monkeypatch.setattr("django.contrib.admin.sites.AdminSite.each_context", lambda *_args: 1 / 0)
    superuser.raise_request_exception = False
    answer = superuser.get("/admin/", headers={"X-Request-ID": "abc-123"})
    assert (answer.status_code, answer["Content-Type"]) == (500, "text/html; charset=utf-8")
    assert "<code>abc-123</code>" in answer.content.decode()


def test_what_was_refused_has_the_id_in_its_header_alone() -> None:
    answer = Client().get("/api/v1/nothing/")
    assert "request_id" not in answer.json()
    assert MADE.fullmatch(answer["X-Request-ID"])


def test_a_task_takes_along_the_id_of_the_request_that_started_it() -> None:
    """Through a broker, to a worker that runs next to the test."""
    app = Celery("another", broker="memory://")
    seen: list[tuple[str, str]] = []

    @app.task(name="first")
    def first() -> None:
        seen.append((current_request_id(), getattr(current_work(), "task", "")))
        second.delay()

    @app.task(name="second")
    def second() -> None:
        seen.append((current_request_id(), getattr(current_work(), "task", "")))

    with start_worker(app, pool="solo", perform_ping_check=False, shutdown_timeout=20):
        with doing(Work("abc-123")):
            first.delay()
        until = time.monotonic() + 20
        while len(seen) < 2 and time.monotonic() < until:
            time.sleep(0.01)
    assert seen == [("abc-123", "first"), ("abc-123", "second")]


def test_a_task_of_nobody_has_its_own_id(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    monkeypatch.setattr("claims.tasks.delete_all_old", lambda _now: seen.append(dict(current_work().fields())))
    delete_old.apply(task_id="7")
    assert seen == [{"request_id": "7", "task": "claims.delete_old", "task_id": "7"}]


def test_a_task_within_a_request_has_the_id_of_the_request(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr("claims.tasks.delete_all_old", lambda _now: seen.append(current_request_id()))
    with doing(Work("abc-123")):
        delete_old.apply()
        assert current_request_id() == "abc-123"
    assert seen == ["abc-123"]
