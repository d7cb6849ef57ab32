"""Several claims changed at once over the API: all of them or none."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from claims.models import Claim, ClaimTopic, Flag, Revision
from claims.operations.desk.roles import EDITOR, REPORTER
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE, RUNS_START
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import Caller, caller

EVERY = (CLAIMS_READ, CLAIMS_WRITE, RUNS_START)
WHY = {"reason": "On wish of the desk."}
TWO = [{"key": "limousine"}, {"key": "arms-transfers"}]


@pytest.fixture
def ed(sample: None) -> Caller:
    return caller(EDITOR, EVERY)


def done(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def test_claims_are_assigned_and_reported_as_they_stand(ed: Caller) -> None:
    shown = done(ed.post("bulk/claims/assign/", {"claims": TWO, "assignee": "api-editor", **WHY}))
    assert shown["changed"] == 2
    assert [claim["key"] for claim in shown["claims"]] == ["limousine", "arms-transfers"]
    assert shown["claims"][0]["etag"] == ed.get("claims/limousine/")["ETag"]
    assert Claim.objects.filter(assignee__username="api-editor").count() == 2
    again = done(ed.post("bulk/claims/assign/", {"claims": TWO[:1], "assignee": None}))
    assert (again["changed"], Claim.objects.get(key="limousine").assignee) == (1, None)
    refused(ed.post("bulk/claims/assign/", {"claims": TWO, "assignee": "nobody-here", **WHY}), 422, "invalid", "/assignee")
    revision = Revision.objects.filter(claim__key="limousine").latest("number")
    assert (revision.action, revision.reason) == ("assigned", "")


def test_claims_are_filed_and_taken_out_again(ed: Caller) -> None:
    sent = {"claims": TWO, "topic": "tanks", **WHY}
    assert done(ed.post("bulk/claims/add-topic/", sent))["changed"] == 2
    assert done(ed.post("bulk/claims/add-topic/", sent))["changed"] == 0
    assert done(ed.post("bulk/claims/remove-topic/", {**sent, "claims": TWO[:1]}))["changed"] == 1
    assert list(ClaimTopic.objects.filter(topic="tanks").values_list("claim__key", flat=True)) == ["arms-transfers"]
    refused(ed.post("bulk/claims/add-topic/", {**sent, "topic": "No Topic"}), 422, "invalid", "/topic")


def test_one_that_changed_meanwhile_keeps_all_as_they_are(ed: Caller) -> None:
    seen = ed.get("claims/arms-transfers/").json()["revision"]
    done(ed.post("bulk/claims/add-topic/", {"claims": TWO[1:], "topic": "war", **WHY}))
    sent = {"claims": [TWO[0], {"key": "arms-transfers", "revision": seen}], "topic": "tanks", **WHY}
    answer = ed.post("bulk/claims/add-topic/", sent)
    assert "“arms-transfers” has changed" in refused(answer, 412, "stale")
    assert {"about": "topic", "after": "war"} in answer.json()["changes"]
    assert not ClaimTopic.objects.filter(topic="tanks").exists()
    sent["claims"] = [TWO[0], {"key": "arms-transfers", "revision": seen + 1}]
    assert done(ed.post("bulk/claims/add-topic/", sent))["changed"] == 2


def test_unknown_claims_are_reported_at_their_place(ed: Caller) -> None:
    Claim.objects.filter(key="vietnam-arms").update(removed_at=timezone.now())
    keys = ("limousine", "none", "limousine", "vietnam-arms")
    answer = ed.post("bulk/claims/verify/", {"claims": [{"key": key} for key in keys]})
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json()["errors"]] == [f"/claims/{number}/key" for number in (1, 2, 3)]
    refused(ed.post("bulk/claims/verify/", {"claims": []}), 422, "invalid", "/claims")
    many = [{"key": f"claim-{number}"} for number in range(201)]
    refused(ed.post("bulk/claims/verify/", {"claims": many}), 422, "invalid", "/claims")


def test_flags_of_several_claims_are_waived(ed: Caller) -> None:
    until = (timezone.now() + timedelta(days=7)).isoformat()
    sent = {"claims": TWO, "codes": ["unverified", "contested"], "until": until, **WHY}
    number = done(ed.post("bulk/claims/waive/", sent))["changed"]
    waived = Flag.objects.filter(waived_at__isnull=False)
    assert number == waived.count()
    assert {flag.claim.key for flag in waived} == {"limousine", "arms-transfers"}
    refused(ed.post("bulk/claims/waive/", {**sent, "codes": ["no_such"]}), 409, "conflict")
    refused(ed.post("bulk/claims/waive/", {**sent, "until": "2024-06-30T00:00:00Z"}), 409, "conflict")


@pytest.mark.parametrize("name", ["assign", "add-topic", "remove-topic", "waive", "verify"])
def test_reporters_and_narrow_tokens_change_nothing(sample: None, name: str) -> None:
    takes: dict[str, dict[str, Any]] = {
        "assign": {"assignee": None},
        "waive": {"codes": ["stale"], "until": "2030-01-01T00:00:00Z"},
        "verify": {},
    }
    sent = {"claims": TWO, **WHY, **takes.get(name, {"topic": "x"})}
    refused(caller(REPORTER, EVERY).post(f"bulk/claims/{name}/", sent), 403, "not-allowed")
    narrow = (CLAIMS_READ, CLAIMS_WRITE) if name == "verify" else (CLAIMS_READ, RUNS_START)
    refused(caller(EDITOR, narrow).post(f"bulk/claims/{name}/", sent), 403, "missing-scope")
