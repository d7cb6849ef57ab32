"""Comments over the API: among those who work on a claim, and nowhere else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Notice, Revision
from claims.operations.desk.roles import EDITOR, REPORTER, SENIOR, VIEWER
from factcheck.access.models import Answered
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE, SCOPES
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import Caller, caller

AT = "claims/limousine/discussion/"
CANARY = "canary-7f3a: call the lawyer first"


@pytest.fixture
def rep(sample: None) -> Caller:
    return caller(REPORTER, (CLAIMS_READ, CLAIMS_WRITE))


def comments(who: Caller) -> list[dict[str, Any]]:
    answer = who.get(AT)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store"), answer.content
    return list(answer.json()["comments"])


def test_a_comment_is_kept_read_edited_and_struck_out(rep: Caller, sen: User) -> None:
    before = rep.get("claims/limousine/")
    kept = rep.post(AT, {"text": f"{CANARY} @sen"}, **{"Idempotency-Key": "one"})
    assert (kept.status_code, kept.json()["number"], kept.json()["mentioned"]) == (201, 1, ["sen"])
    assert Notice.objects.get().person == sen
    assert rep.post(f"{AT}1/edit/", {"text": "Call."}).json()["edited_at"]
    assert [(one["number"], one["text"]) for one in comments(rep)] == [(1, "Call.")]
    refused(caller(EDITOR, tuple(SCOPES)).post(f"{AT}1/strike/"), 403, "not-allowed")
    assert caller(SENIOR, tuple(SCOPES)).post(f"{AT}1/strike/").json()["struck_by"]
    assert "text" not in comments(rep)[0]
    refused(rep.post(f"{AT}1/strike/"), 409, "conflict")
    refused(rep.post(f"{AT}2/edit/", {"text": "x"}), 404, "not-found")
    after = rep.get("claims/limousine/")
    assert (after["ETag"], after.content) == (before["ETag"], before.content)


def test_viewers_and_tokens_that_only_read_see_none(rep: Caller) -> None:
    rep.post(AT, {"text": CANARY})
    viewer = caller(VIEWER, tuple(SCOPES))
    refused(viewer.get(AT), 403, "not-allowed")
    refused(viewer.post(AT, {"text": "x"}), 403, "not-allowed")
    refused(caller(SENIOR, (CLAIMS_READ,)).get(AT), 403, "missing-scope")


def test_the_text_of_a_comment_is_nowhere_else(rep: Caller, caplog: pytest.LogCaptureFixture) -> None:
    rep.post(AT, {"text": CANARY}, **{"Idempotency-Key": "one"})
    read = [rep.get(f"claims/limousine/{place}").content.decode() for place in ("", "revisions/", "decisions/")]
    read += [b"".join(rep.get(f"claims.{form}").streaming_content).decode() for form in ("ndjson", "csv")]
    kept = json.dumps([[str(bytes(row.body or b"")), row.headers] for row in Answered.objects.all()])
    changes = str(list(Revision.objects.values_list("actor", "action", "reason")))
    for shown in (*read, kept, changes, caplog.text):
        assert "canary" not in shown


def test_comments_take_as_many_queries_however_many_there_are(rep: Caller) -> None:
    for _ in range(3):
        rep.post(AT, {"text": "One more."})
    with CaptureQueriesContext(connection) as queries:
        assert len(comments(rep)) == 3
    # The token with its person and all permissions; the claim, twice; its comments.
    assert len(queries) == 4
