"""The frame of writes over the API: what is read of a request, and Idempotency-Key."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections

from claims.models import Attribution
from claims.operations.desk.roles import EDITOR, REPORTER
from factcheck.access.answers import forget_answers
from factcheck.access.models import Answered
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE
from tests.factcheck.api.asking import Caller, caller

BOTH = (CLAIMS_READ, CLAIMS_WRITE)
CLAIM = {"key": "new-one", "text": "A new one.", "attributions": [{"key": "bb", "source": "bloomberg", "stance": "supports"}]}


@pytest.fixture
def ed(sample: None) -> Caller:
    return caller(EDITOR, BOTH)


def type_of(answer: Any) -> str:
    assert answer["Content-Type"] == "application/problem+json", answer.content
    return str(answer.json()["type"].rpartition("/")[2])


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 415),
        (b"{", 422),
        (b"[1]", 422),
        (b"\xff", 422),
        (b'{"key": "x\\u0000"}', 422),
        (b"[" * 100_000, 422),
        (b'{"key": ' + b"9" * 5_000 + b"}", 422),
        (b"{" + b'"key": "a", ' * 2 + b'"text": "b"}', 422),
        (b" " * 1_000_001, 413),
    ],
)
def test_hostile_bodies_are_refused_in_words(ed: Caller, body: bytes, status: int) -> None:
    answer = ed.post("claims/", body)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_only_json_is_taken(ed: Caller) -> None:
    answer = ed._client.post("/api/v1/claims/", {"key": "x"}, headers={"Authorization": f"Bearer {ed.text}"})
    assert (answer.status_code, type_of(answer)) == (415, "unsupported-media-type")


def test_a_retry_gets_the_first_response_and_creates_nothing(ed: Caller) -> None:
    first = ed.post("claims/", CLAIM, **{"Idempotency-Key": "one"})
    again = ed.post("claims/", CLAIM, **{"Idempotency-Key": "one"})
    assert (again.status_code, again.content, again["ETag"]) == (201, first.content, first["ETag"])
    assert (again["Idempotent-Replayed"], "Idempotent-Replayed" in first) == ("true", False)
    other = ed.post("claims/", {**CLAIM, "text": "Another."}, **{"Idempotency-Key": "one"})
    assert (other.status_code, type_of(other)) == (409, "idempotency-key-reused")
    assert caller(REPORTER, BOTH).post("claims/", {**CLAIM, "key": "theirs"}, **{"Idempotency-Key": "one"}).status_code == 201


def test_what_was_refused_may_be_sent_again_under_its_key(ed: Caller) -> None:
    wrong = {**CLAIM, "text": ""}
    assert ed.post("claims/", wrong, **{"Idempotency-Key": "one"}).status_code == 422
    assert ed.post("claims/", {**CLAIM, "key": "arms-transfers"}, **{"Idempotency-Key": "one"}).status_code == 409
    assert ed.post("claims/", CLAIM, **{"Idempotency-Key": "one"}).status_code == 201
    assert ed.post("claims/", CLAIM, **{"Idempotency-Key": "not a key"}).status_code == 400


def test_answers_are_let_go_of_in_time(ed: Caller) -> None:
    ed.post("claims/", CLAIM, **{"Idempotency-Key": "one"})
    at = Answered.objects.get().at
    assert (forget_answers(at), forget_answers(at + timedelta(seconds=1))) == (0, 1)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
def test_twins_at_once_make_one_record(sample: None) -> None:
    ed = caller(EDITOR, BOTH)
    rows = {"attributions": [{"key": "twin", "source": "vedomosti", "stance": "denies"}]}
    ready, answers = threading.Barrier(4), []

    def send() -> None:
        twin = Caller(ed.token, ed.text)
        ready.wait()
        answers.append(twin.post("claims/arms-transfers/attributions/", rows, **{"Idempotency-Key": "twins"}))
        connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [(answer.status_code, answer.content) for answer in answers] == [(201, answers[0].content)] * 4
    assert Attribution.objects.filter(claim__key="arms-transfers", key="twin").count() == 1
