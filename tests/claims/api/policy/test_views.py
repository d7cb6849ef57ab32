"""The desk's policy over the API: drafted, previewed, put in force, and read as data."""

from __future__ import annotations

from typing import Any

import pytest

import claims.launch
from claims.models import DeskPolicy
from claims.operations.desk.roles import ADMINISTRATOR, EDITOR
from claims.queries.claims.selection import waiting_claims
from claims.queries.policy.versions import thresholds
from factcheck.access.scopes import ADMIN, CLAIMS_READ
from tests.factcheck.api.asking import Caller, caller
from tests.factcheck.api.counting import queries_of
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


def test_the_defaults_are_version_0(boss: Caller) -> None:
    shown = described(boss.get("policy/current/"), "read_current_policy")
    assert (shown["version"], shown["min_on_record"], shown["recorded_at"]) == (0, 2, None)
    assert described(boss.get("policy/0/"), "read_policy_version") == shown
    assert described(boss.get("policy/"), "list_policy_versions") == {"versions": [], "next": None}
    assert described(boss.get("policy/1/"), "read_policy_version")["status"] == 404


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


def test_drafts_and_versions_come_a_page_at_a_time(boss: Caller) -> None:
    drafts = [drafted(boss, min_on_record=number) for number in (3, 4, 5)]
    for at in drafts:
        boss.post(f"{at}activate/")
    seen, path = [], "policy/?limit=2"
    while path:
        shown = described(boss.get(path), "list_policy_versions")
        seen += [policy["version"] for policy in shown["versions"]]
        path = shown["next"].partition("/api/v1/")[2] if shown["next"] else ""
    assert seen == [3, 2, 1]
    gone, *others = [drafted(boss, min_on_record=number) for number in (3, 4, 5)]
    assert described(boss.post(f"{gone}drop/"), "drop_policy_draft")["state"] == "dropped"
    assert described(boss.post(f"{gone}drop/"), "drop_policy_draft")["status"] == 409
    first = described(boss.get("policy/drafts/?limit=1"), "list_policy_drafts")
    rest = described(boss.get(first["next"].partition("/api/v1/")[2]), "list_policy_drafts")
    assert [f"policy/drafts/{each['number']}/" for each in (*rest["drafts"], *first["drafts"])] == others
    for path in ("policy/", "policy/drafts/"):
        assert queries_of(boss, f"{path}?limit=1") == queries_of(boss, path) == 1


def test_what_does_not_fit_is_reported_at_its_place(boss: Caller) -> None:
    sent = {**WANTED, "min_on_record": 0, "severities": [{"flag": "stale", "severity": "bad"}]}
    shown = described(boss.post("policy/", sent), "draft_policy")
    assert {fault["pointer"] for fault in shown["errors"]} == {"/min_on_record", "/severities/0/severity"}
    unknown, known = {"flag": "made_up", "severity": "info"}, {"flag": "stale", "severity": "info"}
    sent = {**WANTED, "severities": [unknown, known, known], "switched_off": ["stale", "made_up_too"]}
    shown = described(boss.post("policy/", sent), "draft_policy")
    assert {fault["pointer"] for fault in shown["errors"]} == {"/severities/0/flag", "/severities/2/flag", "/switched_off/1"}
    never = described(boss.post("policy/", {**WANTED, "min_disinterested": 5}), "draft_policy")
    assert (never["status"], "cannot include" in never["detail"]) == (409, True)
    assert "cannot be switched off" in boss.post("policy/", {**WANTED, "switched_off": ["contested"]}).json()["detail"]
    assert not DeskPolicy.objects.exists()
    assert described(boss.post("policy/drafts/9/activate/"), "activate_policy")["status"] == 404


def test_setting_it_is_for_administrators_and_their_scope(boss: Caller) -> None:
    at = drafted(boss)
    reader = caller(EDITOR, (CLAIMS_READ, ADMIN))
    assert reader.get(at).status_code == 200
    for path in ("policy/", f"{at}preview/", f"{at}activate/", f"{at}drop/"):
        assert reader.post(path, WANTED if path == "policy/" else None).json()["type"].endswith("not-allowed")
        alike = caller(ADMINISTRATOR).post(path, WANTED if path == "policy/" else None)
        assert alike.json()["type"].endswith("missing-scope")
