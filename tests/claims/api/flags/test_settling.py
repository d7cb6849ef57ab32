"""What editors settle over the API: flags, last words, outcomes, requests for comment; and the ledger that shows it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.models import Flag, Revision
from claims.operations.desk.roles import EDITOR, REPORTER, VIEWER
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE
from tests.cases import claim, load, person, row
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import Caller, caller

BOTH = (CLAIMS_READ, CLAIMS_WRITE)
WHY = {"reason": "Looked at again."}


@pytest.fixture
def c(db: None, now: datetime) -> None:
    """A prediction of ada's that ben denies, and of which cyd is accused; kim said both yes and no."""
    sources = [person(key) for key in ("ada", "ben", "cyd", "kim")]
    documents = [{"key": "paper", "publisher": "ada", "kind": "article", "title": "What came of it"}]
    rows = (row("ada", said_at="2024-05-01"), row("ben", stance="denies"), row("yes", "kim"), row("no", "kim", "denies"))
    about = {"interests": [{"source": "cyd", "side": -1}], "window": {"until": "2024-05"}, "predicts": True}
    load({"sources": sources, "documents": documents, "claims": [claim("c", *rows, **about), claim("other")]}, at=now)


@pytest.fixture
def ed(c: None) -> Caller:
    return caller(EDITOR, BOTH)


def done(answer: Any) -> set[str]:
    """Return the codes of the flags of the claim that was answered with."""
    assert answer.status_code in (200, 201), answer.content
    shown = answer.json()
    return {flag["code"] for flag in shown.get("claim", shown)["flags"]}


def last_action() -> str:
    return Revision.objects.filter(claim__key="c").latest("number").action


def decisions(ed: Caller) -> list[dict[str, Any]]:
    answer = ed.get("claims/c/decisions/")
    assert answer.status_code == 200, answer.content
    return list(answer.json()["decisions"])


def test_a_flag_is_waived_for_a_while_and_the_waiver_ended(ed: Caller) -> None:
    until = timezone.now() + timedelta(days=7)
    answer = ed.changing("claims/c/flags/contested/waive/", {"until": until.isoformat(), **WHY}, "c")
    assert "contested" in done(answer)
    assert answer["ETag"] == ed.get("claims/c/")["ETag"]
    flag = Flag.objects.get(claim__key="c", code="contested")
    assert (flag.waived_until, flag.waiver_reason, last_action()) == (until, WHY["reason"], "waived")
    done(ed.changing("claims/c/flags/contested/end-waiver/", WHY, "c"))
    flag.refresh_from_db()
    assert (flag.waived_until, last_action()) == (None, "waiver ended")
    refused(ed.changing("claims/c/flags/contested/end-waiver/", WHY, "c"), 409, "conflict")


def test_what_cannot_be_waived_is_refused_in_words(ed: Caller) -> None:
    later = {"until": (timezone.now() + timedelta(days=7)).isoformat(), **WHY}
    refused(ed.changing("claims/c/flags/no_such/waive/", later, "c"), 404, "not-found")
    refused(ed.changing("claims/c/flags/single_gateway/waive/", later, "c"), 409, "conflict")
    past = {"until": "2024-06-30T00:00:00Z", **WHY}
    assert "end of the waiver has passed" in refused(ed.changing("claims/c/flags/contested/waive/", past, "c"), 409, "conflict")
    refused(ed.changing("claims/c/flags/contested/waive/", {"until": "2024-06-30", **WHY}, "c"), 422, "invalid", "/until")
    refused(ed.post("claims/c/flags/contested/waive/", later), 428, "revision-required")
    reporter = caller(REPORTER, BOTH)
    refused(reporter.changing("claims/c/flags/contested/waive/", later, "c"), 403, "not-allowed")
    refused(reporter.changing("claims/c/flags/contested/settle/", WHY, "c"), 403, "not-allowed")


def test_a_contest_is_resolved_by_a_public_decision_and_reopened(ed: Caller) -> None:
    answer = ed.changing("claims/c/flags/contested/settle/", {"reason": "Ben spoke of another shipment."}, "c")
    assert "contested" not in done(answer)
    assert answer.json()["decisions"][0]["note"] == "Ben spoke of another shipment."
    assert last_action() == "contest resolved"
    (shown,) = decisions(ed)
    assert (shown["number"], shown["kind"], shown["reason"]) == (1, "contest_resolved", "Ben spoke of another shipment.")
    assert shown["actor"] == f"token:{ed.token.key} (api-editor)"
    assert {"record": "attribution", "key": "ben"} in shown["about"]
    stale = ed.post("claims/c/decisions/1/strike/", WHY, **{"If-Match": '"1-0123456789abcdef"'})
    refused(stale, 412, "stale")
    reporter = caller(REPORTER, BOTH)
    refused(reporter.changing("claims/c/decisions/1/strike/", WHY, "c"), 403, "not-allowed")
    assert "contested" in done(ed.changing("claims/c/decisions/1/strike/", WHY, "c"))
    (struck,) = decisions(ed)
    assert (struck["struck"]["by"], struck["struck"]["reason"]) == (shown["actor"], WHY["reason"])
    refused(ed.changing("claims/c/decisions/1/strike/", WHY, "c"), 409, "conflict")
    refused(ed.changing("claims/c/decisions/2/strike/", WHY, "c"), 404, "not-found")
    refused(ed.changing("claims/c/decisions/0/strike/", WHY, "c"), 404, "not-found")


def test_some_of_the_records_are_settled_and_others_keep_the_flag(ed: Caller) -> None:
    text = {"text": "The claim c is put otherwise.", **WHY}
    doubted = ed.patch("claims/c/", text, **{"If-Match": ed.get("claims/c/")["ETag"]})
    assert "tainted" in done(doubted)
    named = [{"record": "attribution", "key": "ada"}]
    assert "tainted" in done(ed.changing("claims/c/flags/tainted/settle/", {"only": named, **WHY}, "c"))
    assert decisions(ed)[0]["about"] == named
    strangers = {"only": [{"record": "attribution", "key": "zoe"}], **WHY}
    assert "zoe" in refused(ed.changing("claims/c/flags/tainted/settle/", strangers, "c"), 409, "conflict")
    assert "tainted" not in done(ed.changing("claims/c/flags/tainted/settle/", WHY, "c"))
    assert "cannot be settled this way" in refused(ed.changing("claims/c/flags/unsourced/settle/", WHY, "c"), 409, "conflict")


def test_the_last_word_of_a_voice_is_declared(ed: Caller) -> None:
    refused(ed.changing("claims/c/attributions/ada/declare/", WHY, "c"), 409, "conflict")
    refused(ed.changing("claims/c/attributions/none/declare/", WHY, "c"), 404, "not-found")
    assert "self_contradicting" not in done(ed.changing("claims/c/attributions/no/declare/", WHY, "c"))
    (shown,) = decisions(ed)
    assert (shown["attribution"], shown["about"]) == ("no", [{"record": "attribution", "key": "yes"}])


def test_it_is_reaffirmed_and_its_outcome_linked(ed: Caller) -> None:
    done(ed.changing("claims/c/reaffirm/", WHY, "c"))
    assert last_action() == "reaffirmed"
    linked = {"outcome": "came_about_in_part", "document": "paper", "happened_at": "2024-05", **WHY}
    assert "overdue_outcome" not in done(ed.changing("claims/c/outcome/", linked, "c"))
    shown = decisions(ed)
    assert [line["kind"] for line in shown] == ["outcome_linked", "reaffirmed"]
    assert (shown[0]["document"], shown[0]["happened_at"]) == ("paper", "2024-05")
    bare = {"outcome": "did_not", **WHY}
    refused(ed.changing("claims/c/outcome/", bare, "c"), 409, "conflict")
    refused(ed.changing("claims/c/outcome/", {**bare, "document": "none"}, "c"), 422, "invalid", "/document")
    refused(ed.changing("claims/c/outcome/", {**bare, "claim": "none"}, "c"), 422, "invalid", "/claim")
    assert done(ed.changing("claims/c/outcome/", {**bare, "claim": "other"}, "c"))
    assert decisions(ed)[0]["claim"] == "other"
    future = {**linked, "happened_at": "2999"}
    assert "in the future" in refused(ed.changing("claims/c/outcome/", future, "c"), 409, "conflict")


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


def test_the_ledger_takes_as_many_queries_for_many_decisions_and_is_paged(ed: Caller) -> None:
    etag = ed.get("claims/c/")["ETag"]
    for _ in range(5):
        etag = ed.post("claims/c/reaffirm/", WHY, **{"If-Match": etag})["ETag"]
    first = ed.get("claims/c/decisions/?limit=2")
    assert [line["number"] for line in first.json()["decisions"]] == [5, 4]
    assert first["Link"] == f'<{first.json()["next"]}>; rel="next"'
    rest = ed.get(first.json()["next"].partition("/api/v1/")[2].replace("limit=2", "limit=20"))
    assert ([line["number"] for line in rest.json()["decisions"]], rest.json()["next"]) == ([3, 2, 1], None)
    assert ed.get("claims/c/decisions/?limit=2", **{"If-None-Match": first["ETag"]}).status_code == 304
    # The token with its person and all permissions; the claim; the numbers; the page.
    assert counted(ed, "claims/c/decisions/?limit=1") == counted(ed, "claims/c/decisions/") == 4
    refused(caller(VIEWER, (CLAIMS_WRITE,)).get("claims/c/decisions/"), 403, "missing-scope")


def counted(ed: Caller, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert ed.get(path).status_code == 200
    return len(queries)
