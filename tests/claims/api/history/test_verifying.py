"""Verifying claims now, over the API."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Revision, VerificationRun
from claims.operations.desk.roles import EDITOR
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


def test_claims_are_verified_now_as_a_run_of_their_own(ed: Caller) -> None:
    shown = done(ed.post("claims/limousine/verify/", WHY))
    run = VerificationRun.objects.get()
    assert shown["claim"]["key"] == "limousine"
    assert (shown["run"]["number"], shown["run"]["verified"], shown["run"]["failed"]) == (run.pk, 1, 0)
    assert (run.actor, run.scope) == (f"token:{ed.token.key} (api-editor)", "claims")
    # Two years later nothing new has come: that is found now, and kept with the reason.
    assert "stale" in {flag["code"] for flag in shown["claim"]["flags"]}
    assert Revision.objects.filter(claim__key="limousine").latest("number").reason == WHY["reason"]
    several = done(ed.post("bulk/claims/verify/", {"claims": TWO}))
    assert (several["run"]["verified"], [claim["key"] for claim in several["claims"]]) == (2, ["limousine", "arms-transfers"])
    refused(ed.post("claims/none/verify/", {}), 404, "not-found")
