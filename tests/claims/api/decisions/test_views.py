"""What editors settle over the API: flags, last words and outcomes; and the ledger that shows it."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Revision
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


def last_action() -> str:
    return Revision.objects.filter(claim__key="c").latest("number").action


def decisions(ed: Caller) -> list[dict[str, Any]]:
    answer = ed.get("claims/c/decisions/")
    assert answer.status_code == 200, answer.content
    return list(answer.json()["decisions"])


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
