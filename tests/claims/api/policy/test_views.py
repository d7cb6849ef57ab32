"""The desk's policy over the API: drafted, previewed, put in force, and read as data."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import DeskPolicy
from claims.operations.desk.roles import ADMINISTRATOR, EDITOR
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
