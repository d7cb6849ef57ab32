"""Requests for comment over the API, and what came of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from claims.operations.desk.roles import REPORTER, VIEWER
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import Caller, caller

BOTH = (CLAIMS_READ, CLAIMS_WRITE)
WHY = {"reason": "Looked at again."}


def done(answer: Any) -> set[str]:
    """Return the codes of the flags of the claim that was answered with."""
    assert answer.status_code in (200, 201), answer.content
    shown = answer.json()
    return {flag["code"] for flag in shown.get("claim", shown)["flags"]}


def decisions(ed: Caller) -> list[dict[str, Any]]:
    answer = ed.get("claims/c/decisions/")
    assert answer.status_code == 200, answer.content
    return list(answer.json()["decisions"])


def test_parties_are_asked_for_comment_and_answer_or_not(ed: Caller) -> None:
    reporter = caller(REPORTER, BOTH)
    sent = {"sources": ["cyd", "ben", "cyd"], "answer_by": "2024-06-13T12:00:00Z", "reason": "By e-mail: did you?"}
    answer = reporter.post("claims/c/comments/", sent)
    assert answer.status_code == 201, answer.content
    assert answer.json()["requests"] == [{"source": "cyd", "number": 1}, {"source": "ben", "number": 2}]
    assert "By e-mail" not in answer.content.decode()  # how they were asked stays internal
    assert "no_response_sought" not in done(answer)
    reply = {"stance": "denies", "quote": {"exact": "Ні.", "translation": "No."}, "said_at": "2024-06-12", **WHY}
    said = reporter.post("claims/c/comments/1/answer/", reply)
    assert said.status_code == 201, said.content
    (row,) = (each for each in said.json()["attributions"] if each["source"] == "cyd")
    assert (row["stance"], row["quote"]) == ("denies", {"exact": "Ні.", "translation": "No."})
    refused(reporter.post("claims/c/comments/1/answer/", reply), 409, "conflict")
    assert reporter.post("claims/c/comments/2/no-answer/", WHY).status_code == 201
    refused(reporter.post("claims/c/comments/2/no-answer/", WHY), 409, "conflict")
    refused(reporter.post("claims/c/comments/3/no-answer/", WHY), 404, "not-found")  # an answer is no request
    shown = decisions(ed)
    assert [(line["kind"], line.get("request"), line.get("attribution")) for line in shown] == [
        ("comment_answered", 2, None),
        ("comment_answered", 1, row["key"]),
        ("comment_requested", None, None),
        ("comment_requested", None, None),
    ]
    assert shown[-1]["answer_by"].startswith("2024-06-13T12:00:00")


def test_nobody_is_asked_who_is_not_there_and_nobody_asks_who_may_not(ed: Caller) -> None:
    refused(ed.post("claims/c/comments/", {"sources": ["cyd", "zoe"], **WHY}), 422, "invalid", "/sources/1")
    refused(ed.post("claims/c/comments/", {"sources": [], **WHY}), 422, "invalid", "/sources")
    refused(caller(VIEWER, BOTH).post("claims/c/comments/", {"sources": ["cyd"], **WHY}), 403, "not-allowed")
    awaited = {"sources": ["cyd"], "answer_by": (timezone.now() + timedelta(days=1)).isoformat(), **WHY}
    assert ed.post("claims/c/comments/", awaited).status_code == 201
    assert "has not passed yet" in refused(ed.post("claims/c/comments/1/no-answer/", WHY), 409, "conflict")
    nothing = {"stance": "declined", "document": "none", **WHY}
    refused(ed.post("claims/c/comments/1/answer/", nothing), 422, "invalid", "/document")
    refused(ed.post("claims/c/comments/1/answer/", {"stance": "reports", **WHY}), 422, "invalid", "/stance")
