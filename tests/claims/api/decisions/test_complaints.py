"""Complaints over the API: recorded, answered and struck out by those who work on a claim, and nowhere else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from claims.models import Complaint, Revision
from claims.operations.desk.roles import EDITOR, REPORTER, VIEWER
from factcheck.access.models import Answered
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE, SCOPES
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import Caller, caller

AT = "claims/limousine/complaints/"
SAID = {"kind": "correction", "source": "moscow", "text": "canary: it was Monday", "claims": ["arms-transfers"]}
TIMES = {"received_at": "2024-06-11T09:00:00Z", "due_at": "2024-06-18T09:00:00Z"}
ANSWER = {"answer": "canary: corrected", "answered_at": "2024-06-12T09:00:00Z"}


@pytest.fixture
def rep(sample: None) -> Caller:
    return caller(REPORTER, (CLAIMS_READ, CLAIMS_WRITE))


def listed(who: Caller, at: str = AT) -> list[dict[str, Any]]:
    answer = who.get(at)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store"), answer.content
    return list(answer.json()["complaints"])


def test_a_complaint_is_recorded_answered_and_struck_out(rep: Caller) -> None:
    ed = caller(EDITOR, (CLAIMS_READ, CLAIMS_WRITE))
    made = rep.post(AT, SAID | TIMES, **{"Idempotency-Key": "one"})
    assert (made.status_code, made.json()["number"], made.json()["source"]) == (201, 1, "moscow"), made.content
    assert [one["claims"] for one in listed(rep, "claims/arms-transfers/complaints/")] == [["arms-transfers", "limousine"]]
    refused(rep.post(f"{AT}1/answer/", ANSWER), 403, "not-allowed")
    assert ed.post(f"{AT}1/answer/", ANSWER).json()["answered_by"]
    assert listed(ed)[0]["answer"] == "canary: corrected"
    refused(ed.post(f"{AT}1/answer/", ANSWER), 409, "conflict")
    assert ed.post(f"{AT}1/strike/", {"reason": "twice"}).json()["struck_by"]
    refused(ed.post(f"{AT}2/strike/", {"reason": "twice"}), 404, "not-found")


def test_what_a_complaint_says_is_nowhere_else(rep: Caller, caplog: pytest.LogCaptureFixture) -> None:
    rep.post(AT, SAID | TIMES, **{"Idempotency-Key": "one"})
    read = [rep.get(f"claims/limousine/{place}").content.decode() for place in ("", "revisions/", "decisions/")]
    kept = json.dumps([[str(bytes(row.body or b"")), row.headers] for row in Answered.objects.all()])
    changes = str(list(Revision.objects.values_list("actor", "action", "reason")))
    assert [shown for shown in (*read, kept, changes, caplog.text) if "canary" in shown] == []


def test_viewers_neither_read_nor_record_one_and_errors_name_their_place(rep: Caller) -> None:
    viewer = caller(VIEWER, tuple(SCOPES))
    refused(viewer.get(AT), 403, "not-allowed")
    refused(viewer.post(AT, SAID | TIMES), 403, "not-allowed")
    refused(rep.post(AT, SAID | TIMES | {"source": "nobody"}), 422, "invalid", "/source")
    refused(rep.post(AT, SAID | TIMES | {"claims": ["none"]}), 422, "invalid", "/claims/0")
    refused(rep.post(AT, SAID | TIMES | {"kind": "rant"}), 422, "invalid", "/kind")
    assert not Complaint.objects.exists()
