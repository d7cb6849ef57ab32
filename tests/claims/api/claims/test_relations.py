"""Relations of claims over the API."""

from __future__ import annotations

import pytest

from claims.models import Revision
from claims.operations.desk.roles import EDITOR, REPORTER
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import Caller, caller

BOTH = (CLAIMS_READ, CLAIMS_WRITE)
VISIT, OTHER = "visit-in-preparation", "visit-within-weeks"
WHY = {"reason": "Looked at again."}


@pytest.fixture
def ed(sample: None) -> Caller:
    return caller(EDITOR, BOTH)


def last_action(key: str) -> str:
    return Revision.objects.filter(claim__key=key).latest("number").action


def test_relations_of_any_kind_are_recorded_and_struck_out(ed: Caller) -> None:
    sent = {"kind": "restates", "claim": OTHER, **WHY}
    answer = ed.changing(f"claims/{VISIT}/relations/", sent, VISIT)
    assert (answer.status_code, answer.json()["relations"]) == (201, [{"kind": "restates", "claim": OTHER}])
    assert last_action(VISIT) == "relation recorded"
    assert "already" in refused(ed.changing(f"claims/{VISIT}/relations/", sent, VISIT), 409, "conflict")
    refused(ed.changing(f"claims/{VISIT}/relations/", {**sent, "claim": "none"}, VISIT), 422, "invalid", "/claim")
    refused(ed.changing(f"claims/{VISIT}/relations/", {**sent, "claim": VISIT}, VISIT), 422, "invalid")
    refused(ed.changing(f"claims/{OTHER}/relations/restates/{VISIT}/strike/", WHY, OTHER), 404, "not-found")
    struck = ed.changing(f"claims/{VISIT}/relations/restates/{OTHER}/strike/", WHY, VISIT)
    assert (struck.status_code, "relations" in struck.json()) == (200, False)
    refused(ed.changing(f"claims/{VISIT}/relations/restates/{OTHER}/strike/", WHY, VISIT), 404, "not-found")


def test_a_contradiction_contests_both_and_is_struck_out_from_either(ed: Caller) -> None:
    sent = {"kind": "contradicts", "claim": "limousine", **WHY}
    answer = ed.changing("claims/satellite-pledge/relations/", sent, "satellite-pledge")
    assert (answer.status_code, answer.json()["status"]) == (201, "contested")
    assert ed.get("claims/limousine/").json()["status"] == "contested"
    assert last_action("limousine") == "contradiction recorded"
    back = {"kind": "contradicts", "claim": "satellite-pledge", **WHY}
    refused(ed.changing("claims/limousine/relations/", back, "limousine"), 409, "conflict")
    struck = ed.changing("claims/limousine/relations/contradicts/satellite-pledge/strike/", WHY, "limousine")
    assert (struck.status_code, struck.json()["status"]) == (200, "unverified")
    assert ed.get("claims/satellite-pledge/").json()["status"] == "unverified"
    assert caller(REPORTER, BOTH).changing("claims/limousine/relations/", back, "limousine").status_code == 201
