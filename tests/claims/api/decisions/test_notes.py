"""Private notes over the API: among senior editors, and nowhere else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import PrivateNote, Revision
from claims.operations.desk.roles import EDITOR, SENIOR
from factcheck.access.models import Answered
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE, SCOPES
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import Caller, caller

AT = "claims/limousine/notes/"
CANARY = "canary-7f3a: call the lawyer first"


@pytest.fixture
def sen(sample: None) -> Caller:
    return caller(SENIOR, (CLAIMS_READ, CLAIMS_WRITE))


def notes(who: Caller) -> list[dict[str, Any]]:
    answer = who.get(AT)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store"), answer.content
    return list(answer.json()["notes"])


def test_a_note_is_kept_read_and_struck_out(sen: Caller) -> None:
    before = sen.get("claims/limousine/")
    kept = sen.post(AT, {"text": CANARY}, **{"Idempotency-Key": "one"})
    assert (kept.status_code, set(kept.json()), kept.json()["number"]) == (201, {"number", "actor", "at"}, 1)
    assert sen.post(AT, {"text": CANARY}, **{"Idempotency-Key": "one"}).content == kept.content
    sen.post(AT, {"text": "Another."})
    assert [(note["number"], note["text"]) for note in notes(sen)] == [(2, "Another."), (1, CANARY)]
    struck = sen.post(f"{AT}1/strike/")
    assert (struck.status_code, struck.json()["struck_by"]) == (200, f"token:{sen.token.key} (api-senior-editor)")
    assert "text" not in notes(sen)[1]
    assert all("canary" not in note.text for note in PrivateNote.objects.all())
    refused(sen.post(f"{AT}1/strike/"), 409, "conflict")
    refused(sen.post(f"{AT}3/strike/"), 404, "not-found")
    after = sen.get("claims/limousine/")
    assert (after["ETag"], after.content) == (before["ETag"], before.content)


def test_nobody_else_reads_or_writes_one_whatever_their_token(sen: Caller) -> None:
    sen.post(AT, {"text": CANARY})
    editor = caller(EDITOR, tuple(SCOPES))
    refused(editor.get(AT), 403, "not-allowed")
    refused(editor.post(AT, {"text": "x"}), 403, "not-allowed")
    refused(editor.post(f"{AT}1/strike/"), 403, "not-allowed")
    refused(caller(SENIOR, (CLAIMS_READ,)).get(AT), 403, "missing-scope")
    refused(sen.get("claims/none/notes/"), 404, "not-found")


def test_the_text_of_a_note_is_nowhere_else(sen: Caller, caplog: pytest.LogCaptureFixture) -> None:
    sen.post(AT, {"text": CANARY}, **{"Idempotency-Key": "one"})
    refused(sen.post(AT, {"text": CANARY, "more": 1}), 422, "invalid", "/more")
    places = ("", "revisions/", "decisions/", "revisions/1/")
    read = [sen.get(f"claims/limousine/{place}").content.decode() for place in places]
    read += [b"".join(sen.get(f"claims.{form}").streaming_content).decode() for form in ("ndjson", "csv")]
    kept = json.dumps([[str(bytes(row.body or b"")), row.headers] for row in Answered.objects.all()])
    changes = str(list(Revision.objects.values_list("actor", "action", "reason")))
    for shown in (*read, kept, changes, caplog.text):
        assert "canary" not in shown


def test_a_note_says_something_and_not_too_much(sen: Caller) -> None:
    refused(sen.post(AT, {"text": ""}), 422, "invalid", "/text")
    refused(sen.post(AT, {"text": " "}), 422, "invalid", "/text")
    refused(sen.post(AT, {"text": "x" * 5_001}), 422, "invalid", "/text")
    assert notes(sen) == []


def test_notes_take_as_many_queries_however_many_there_are(sen: Caller) -> None:
    for _ in range(3):
        sen.post(AT, {"text": "One more."})
    with CaptureQueriesContext(connection) as queries:
        assert len(notes(sen)) == 3
    # The token with its person and all permissions; the claim, twice; its notes.
    assert len(queries) == 4
