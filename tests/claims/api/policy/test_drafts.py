"""Drafts of the policy over the API: made, previewed, put in force and dropped."""

from __future__ import annotations

from typing import Any

import pytest

import claims.launch
from claims.operations.desk.roles import ADMINISTRATOR
from claims.queries.claims.selection import waiting_claims
from claims.queries.policy.versions import thresholds
from factcheck.access.scopes import ADMIN, CLAIMS_READ
from tests.factcheck.api.asking import Caller, caller
from tests.factcheck.api.described import described

RANKED = [{"flag": "stale", "severity": "warning"}]
WANTED = {"min_on_record": 4, "switched_off": ["single_gateway"], "severities": RANKED, "reason": "After May."}


@pytest.fixture
def boss(sample: None) -> Caller:
    return caller(ADMINISTRATOR, (CLAIMS_READ, ADMIN))


def drafted(boss: Caller, **values: Any) -> str:
    """The address of a new draft."""
    answer = boss.post("policy/", {"reason": "Another one.", **values})
    assert answer.status_code == 201, answer.content
    return str(answer["Location"].partition("/api/v1/")[2])


def test_it_is_drafted_previewed_and_put_in_force(boss: Caller) -> None:
    answer = boss.post("policy/", WANTED)
    draft = described(answer, "draft_policy")
    at = answer["Location"].partition("/api/v1/")[2]
    assert (draft["state"], draft["version"], draft["min_on_record"], draft["min_disinterested"]) == ("draft", None, 4, 1)
    assert thresholds().version == 0
    assert described(boss.get(f"{at}preview/"), "read_policy_preview")["status"] == 404
    found = described(boss.post(f"{at}preview/"), "preview_policy")
    assert (found["run"]["state"], found["run"]["draft"], found["outdated"]) == ("done", draft["number"], False)
    cleared = next(each for each in found["differences"] if each["kind"] == "cleared")
    assert {"claim": "arms-transfers", "about": "single_gateway"} in cleared["first"]
    assert cleared["number"] == sum(each["number"] for each in cleared["by_about"]) > 0
    assert described(boss.get(f"{at}preview/"), "read_policy_preview") == found
    policy = described(boss.post(f"{at}activate/"), "activate_policy")
    assert policy.pop("run") is None  # without workers
    assert (policy["version"], policy["switched_off"], policy["severities"]) == (1, ["single_gateway"], RANKED)
    assert (policy["recorded_by"], policy["reason"]) == (f"token:{boss.token.key} (api-administrator)", "After May.")
    assert described(boss.get("policy/current/"), "read_current_policy") == policy
    assert waiting_claims() > 0
    assert described(boss.get(at), "read_policy_draft")["state"] == "in_force"
    again = described(boss.post(f"{at}activate/"), "activate_policy")
    assert (again["status"], again["type"]) == (409, "/api/v1/problems/conflict")


def test_what_is_left_out_stays_as_it_is_in_force(boss: Caller) -> None:
    boss.post(f"{drafted(boss, **WANTED)}activate/")
    shown = boss.get(drafted(boss, shelf_life_days=30)).json()
    assert (shown["shelf_life_days"], shown["min_on_record"], shown["switched_off"]) == (30, 4, ["single_gateway"])


def test_a_preview_that_compared_with_an_older_policy_is_outdated(boss: Caller) -> None:
    old, new = drafted(boss, min_on_record=3), drafted(boss, min_on_record=4)
    boss.post(f"{old}preview/")
    boss.post(f"{new}activate/")
    assert boss.get(f"{old}preview/").json()["outdated"] is True
    assert boss.post(f"{old}preview/").json()["outdated"] is False


def test_a_long_preview_resumes_where_it_stopped(boss: Caller, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.VERIFICATION_CHUNK = 2
    at = drafted(boss, min_on_record=3)
    with monkeypatch.context() as short:
        short.setattr(claims.launch, "SECONDS", 0)
        first = boss.post(f"{at}preview/").json()["run"]
    assert (first["state"], first["chunks_done"]) == ("running", 0)
    last = boss.post(f"{at}preview/").json()["run"]
    assert (last["number"], last["state"]) == (first["number"], "done")
    assert "is a policy preview" in boss.get(f"runs/{first['number']}/report/").json()["detail"]


def test_with_workers_the_claims_are_verified_under_it(
    boss: Caller, settings: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    at, done = drafted(boss, min_on_record=3), []
    settings.CELERY_BROKER_URL = "redis://broker.example"
    monkeypatch.setattr(claims.launch, "share_out", done.append)
    with django_capture_on_commit_callbacks(execute=True):
        run = boss.post(f"{at}preview/").json()["run"]
    with django_capture_on_commit_callbacks(execute=True):
        sweep = described(boss.post(f"{at}activate/"), "activate_policy")["run"]
    assert (run["state"], done) == ("running", [run["number"], sweep["number"]])
    assert (sweep["policy"], sweep["scope"], sweep["queued"]) == (1, "due", True)
