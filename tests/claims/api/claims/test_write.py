"""Claims recorded over the API: what is answered, each fault at its place, and who may."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Attribution, Claim, Revision
from claims.operations.desk.roles import EDITOR, REPORTER, VIEWER
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE
from tests.factcheck.api.asking import Caller, caller

BOTH = (CLAIMS_READ, CLAIMS_WRITE)
CLAIM = {"key": "new-one", "text": "A new one.", "attributions": [{"key": "bb", "source": "bloomberg", "stance": "supports"}]}


@pytest.fixture
def ed(sample: None) -> Caller:
    return caller(EDITOR, BOTH)


def type_of(answer: Any) -> str:
    assert answer["Content-Type"] == "application/problem+json", answer.content
    return str(answer.json()["type"].rpartition("/")[2])


@pytest.mark.door
def test_a_claim_is_recorded_assessed_and_reported_with_who_recorded_it(ed: Caller) -> None:
    answer = ed.post("claims/", CLAIM)
    assert (answer.status_code, answer.json()["status"]) == (201, "unverified")
    assert answer["Location"].endswith("/api/v1/claims/new-one/")
    assert ed.get("claims/new-one/")["ETag"] == answer["ETag"]
    revision = Revision.objects.get(claim__key="new-one")
    assert (revision.actor, revision.action) == (f"token:{ed.token.key} (api-editor)", "recorded")


def test_a_key_that_is_taken_changes_nothing(ed: Caller) -> None:
    before = Claim.objects.get(key="arms-transfers").text
    assert type_of(ed.post("claims/", {**CLAIM, "key": "arms-transfers"})) == "key-taken"
    assert Claim.objects.get(key="arms-transfers").text == before


def test_every_fault_is_reported_at_its_place(ed: Caller) -> None:
    rows = [
        {"key": "a", "source": "nobody", "stance": "supports"},
        {"key": "b", "source": "vedomosti", "stance": "supported", "secret": 1},
        {"key": "c", "source": "vedomosti", "stance": "reports"},
    ]
    answer = ed.post("claims/arms-transfers/attributions/", {"attributions": rows})
    assert (answer.status_code, type_of(answer)) == (422, "invalid")
    faults = {fault["pointer"]: fault["detail"] for fault in answer.json()["errors"]}
    assert set(faults) == {"/attributions/1/stance", "/attributions/1/secret"}
    rows[1] = {"key": "b", "source": "vedomosti", "stance": "supports", "document": "none"}
    answer = ed.post("claims/arms-transfers/attributions/", {"attributions": rows})
    pointers = {fault["pointer"] for fault in answer.json()["errors"]}
    assert {"/attributions/0/source", "/attributions/1/document", "/attributions/2"} <= pointers
    assert not Attribution.objects.filter(claim__key="arms-transfers", key__in="abc").exists()


def test_scope_and_role_are_both_required(sample: None) -> None:
    assert type_of(caller(EDITOR, (CLAIMS_READ,)).post("claims/", CLAIM)) == "missing-scope"
    assert type_of(caller(VIEWER, BOTH).post("claims/", CLAIM)) == "not-allowed"
    reporter = caller(REPORTER, BOTH)
    assert reporter.post("claims/", CLAIM).status_code == 201
    replacing = {"key": "b2", "source": "bloomberg", "stance": "denies", "supersedes": "bb"}
    answer = reporter.post("claims/new-one/attributions/", {"attributions": [replacing]})
    assert "claims.change_attribution" in answer.json()["detail"]
