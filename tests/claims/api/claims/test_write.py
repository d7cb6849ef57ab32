"""The frame of writes: revisions, Idempotency-Key, places of faults, and what is never taken."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, connections

from claims.models import Attribution, Claim, Revision
from claims.operations.desk.roles import EDITOR, REPORTER, VIEWER
from factcheck.access.answers import KEPT, forget_answers
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


@pytest.mark.door
def test_a_claim_is_recorded_assessed_and_reported_with_who_recorded_it(ed: Caller) -> None:
    answer = ed.post("claims/", CLAIM)
    assert (answer.status_code, answer.json()["status"]) == (201, "unverified")
    assert answer["Location"].endswith("/api/v1/claims/new-one/")
    assert ed.get("claims/new-one/")["ETag"] == answer["ETag"]
    revision = Revision.objects.get(claim__key="new-one")
    assert (revision.actor, revision.action) == (f"token:{ed.token.key} (api-editor)", "recorded")


def test_a_key_that_is_taken_changes_nothing(ed: Caller) -> None:
    before = Claim.objects.get(key="arms-transfers").text
    assert type_of(ed.post("claims/", {**CLAIM, "key": "arms-transfers"})) == "key-taken"
    assert Claim.objects.get(key="arms-transfers").text == before


def test_a_change_names_the_revision_that_it_was_made_on(ed: Caller) -> None:
    change = {"topics": ["arms"], "reason": "Filed."}
    assert type_of(ed.patch("claims/arms-transfers/", change)) == "revision-required"
    assert type_of(ed.patch("claims/arms-transfers/", change, **{"If-Match": "*"})) == "revision-required"
    assert type_of(ed.patch("claims/arms-transfers/", change, **{"If-Match": "r1"})) == "bad-request"
    etag = ed.get("claims/arms-transfers/?fields=status")["ETag"]
    done = ed.patch("claims/arms-transfers/", change, **{"If-Match": etag})
    assert (done.status_code, done.json()["topics"]) == (200, ["arms"])
    assert done["ETag"] != etag


def test_a_change_on_an_old_revision_is_refused_with_what_changed_since(ed: Caller) -> None:
    etag = ed.get("claims/arms-transfers/")["ETag"]
    current = ed.patch("claims/arms-transfers/", {"topics": ["tanks"], "reason": "Filed."}, **{"If-Match": etag})["ETag"]
    answer = ed.patch("claims/arms-transfers/", {"topics": ["war"], "reason": "Filed."}, **{"If-Match": etag})
    assert (answer.status_code, type_of(answer)) == (412, "stale")
    shown = answer.json()
    assert shown["current"] == current
    assert {"about": "topic", "after": "tanks"} in shown["changes"]
    assert "api-editor" in shown["detail"]
    assert ed.get("claims/arms-transfers/").json()["topics"] == ["tanks"]


def test_a_revision_that_there_never_was_is_stale(ed: Caller) -> None:
    for etag in ('"999-0123456789abcdef"', '"1-0123456789abcdef"'):
        answer = ed.patch("claims/arms-transfers/", {"topics": [], "reason": "x"}, **{"If-Match": etag})
        assert (answer.status_code, type_of(answer)) == (412, "stale")


def test_adding_an_attribution_never_conflicts(ed: Caller) -> None:
    for number in (1, 2):
        rows = {"attributions": [{"key": f"more-{number}", "source": "vedomosti", "stance": "denies"}]}
        assert ed.post("claims/arms-transfers/attributions/", rows).status_code == 201
    assert type_of(ed.post("claims/arms-transfers/attributions/", rows)) == "key-taken"


def test_every_fault_is_reported_at_its_place(ed: Caller) -> None:
    rows = [
        {"key": "a", "source": "nobody", "stance": "supports"},
        {"key": "b", "source": "vedomosti", "stance": "supported", "secret": 1},
        {"key": "c", "source": "vedomosti", "stance": "reports"},
    ]
    answer = ed.post("claims/arms-transfers/attributions/", {"attributions": rows})
    assert (answer.status_code, type_of(answer)) == (422, "invalid")
    faults = {fault["pointer"]: fault["detail"] for fault in answer.json()["errors"]}
    assert set(faults) == {"/attributions/1/stance", "/attributions/1/secret"}
    rows[1] = {"key": "b", "source": "vedomosti", "stance": "supports", "document": "none"}
    answer = ed.post("claims/arms-transfers/attributions/", {"attributions": rows})
    pointers = {fault["pointer"] for fault in answer.json()["errors"]}
    assert {"/attributions/0/source", "/attributions/1/document", "/attributions/2"} <= pointers
    assert not Attribution.objects.filter(claim__key="arms-transfers", key__in="abc").exists()


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


def test_scope_and_role_are_both_required(sample: None) -> None:
    assert type_of(caller(EDITOR, (CLAIMS_READ,)).post("claims/", CLAIM)) == "missing-scope"
    assert type_of(caller(VIEWER, BOTH).post("claims/", CLAIM)) == "not-allowed"
    reporter = caller(REPORTER, BOTH)
    assert reporter.post("claims/", CLAIM).status_code == 201
    replacing = {"key": "b2", "source": "bloomberg", "stance": "denies", "supersedes": "bb"}
    answer = reporter.post("claims/new-one/attributions/", {"attributions": [replacing]})
    assert "claims.change_attribution" in answer.json()["detail"]


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
    assert (forget_answers(at + KEPT), forget_answers(at + KEPT * 2)) == (0, 1)


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
