"""Errors: one shape for all of them, and nothing of the insides in any."""

from __future__ import annotations

import logging
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client

from claims.queries.claims import read as reading
from factcheck.access.keys import new_token
from factcheck.api.problems import KNOWN
from tests.factcheck.api.asking import Caller, caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(monkeypatch: pytest.MonkeyPatch) -> Caller:
    # Nobody was counted yet. Not by clearing the cache: on Redis that would empty the queues of other tests' workers too.
    monkeypatch.setattr(caches["default"], "key_prefix", uuid4().hex)
    return caller()


@pytest.mark.parametrize(
    ("path", "status"),
    [("nothing/", 404), ("claims/none/", 404), ("sources/none/", 404), ("documents/none/", 404), ("../x", 404)],
)
def test_what_is_not_there(one: Caller, path: str, status: int) -> None:
    answer = one.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    shown = answer.json()
    assert (shown["status"], set(shown) <= {"type", "title", "status", "detail", "errors"}) == (status, True)


def test_a_method_that_is_not_taken(one: Caller) -> None:
    answer = one.post("claims.csv")
    assert (answer.status_code, answer.json()["type"]) == (405, "/api/v1/problems/method-not-allowed")


def test_a_failure_shows_nothing_of_what_failed_and_is_logged(
    one: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: object, **_named: object) -> None:
        raise RuntimeError("SELECT secret FROM /etc/passwd")

    monkeypatch.setattr(reading, "page_of_all", fail)
    with caplog.at_level(logging.ERROR):
        answer = one.get("claims/")
    assert (answer.status_code, answer.json()["type"]) == (500, "/api/v1/problems/internal")
    assert b"secret" not in answer.content
    assert "SELECT secret" in caplog.text


@pytest.mark.postgresql
def test_what_takes_too_long_to_find_is_reported_as_such(one: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_args: object, **_named: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 10")
            cursor.execute("SELECT pg_sleep(10)")

    monkeypatch.setattr(reading, "page_of_all", slow)
    with transaction.atomic():
        answer = one.get("claims/")
        transaction.set_rollback(True)
    assert (answer.status_code, answer.json()["type"]) == (400, "/api/v1/problems/too-costly")


def test_a_host_that_is_not_ours_is_reported_as_a_problem(settings) -> None:
    settings.DEBUG, settings.ALLOWED_HOSTS = False, ["desk.example"]
    answer = Client().get("/api/v1/", headers={"Host": "evil.example"})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_every_type_is_explained_at_its_own_address(client: Client) -> None:
    listed = client.get("/api/v1/problems/").json()["problems"]
    assert [each["type"].rpartition("/")[2] for each in listed] == list(KNOWN)
    for each in listed:
        assert client.get(each["type"]).json() == each
    assert client.get("/api/v1/problems/none").status_code == 404


def test_who_asks_too_often_must_wait_and_the_others_are_not(one: Caller, settings) -> None:
    settings.API_PER_MINUTE = 3
    other = caller("Reporter")
    answers = [one.get("claims/") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer["RateLimit"].split(";")[1] for answer in answers] == ["r=2", "r=1", "r=0", "r=0"]
    assert answers[0]["RateLimit-Policy"] == '"minute";q=3;w=60'
    assert 1 <= int(answers[3]["Retry-After"]) <= 61
    assert answers[3].json()["type"].endswith("too-many-requests")
    assert other.get("claims/").status_code == 200


def test_who_tries_one_token_after_another_must_wait(one: Caller, settings) -> None:
    settings.API_ANONYMOUS_PER_MINUTE = 3
    answers = [one.get("claims/", Authorization=f"Bearer {new_token()}") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    assert 1 <= int(answers[3]["Retry-After"]) <= 61
    assert one.get("claims/").status_code == 200  # a token that is known is counted for itself


def test_a_write_to_an_address_that_leads_nowhere_is_reported_so(one: Caller) -> None:
    one._client.handler.enforce_csrf_checks = True  # as in production; a client of the API has no cookies and no form
    answer = one.post("runs/-1/resume/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
