"""Stakes in claims over the API."""

from __future__ import annotations

import pytest

from claims.operations.desk.roles import EDITOR, REPORTER
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import Caller, caller

BOTH = (CLAIMS_READ, CLAIMS_WRITE)
VISIT = "visit-in-preparation"
WHY = {"reason": "Looked at again."}


@pytest.fixture
def ed(sample: None) -> Caller:
    return caller(EDITOR, BOTH)


def test_stakes_are_set_several_at_once_and_struck_out(ed: Caller) -> None:
    sent = {"interests": [{"source": "moscow", "side": -1, "reason": "Accused."}, {"source": "bloomberg", "side": 1}], **WHY}
    answer = ed.changing(f"claims/{VISIT}/interests/", sent, VISIT)
    assert answer.status_code == 201, answer.content
    assert answer.json()["interests"] == [
        {"source": "bloomberg", "side": 1},
        {"source": "moscow", "side": -1, "reason": "Accused."},
    ]
    assert "already" in refused(ed.changing(f"claims/{VISIT}/interests/", sent, VISIT), 409, "conflict")
    missing = {"interests": [{"source": "moscow", "side": 1}, {"source": "none", "side": 1}], **WHY}
    refused(ed.changing(f"claims/{VISIT}/interests/", missing, VISIT), 422, "invalid", "/interests/1/source")
    wrong = {"interests": [{"source": "moscow", "side": 0}], **WHY}
    refused(ed.changing(f"claims/{VISIT}/interests/", wrong, VISIT), 422, "invalid", "/interests/0/side")
    struck = ed.changing(f"claims/{VISIT}/interests/moscow/strike/", WHY, VISIT)
    assert struck.json()["interests"] == [{"source": "bloomberg", "side": 1}]
    refused(ed.changing(f"claims/{VISIT}/interests/moscow/strike/", WHY, VISIT), 404, "not-found")


def test_who_only_records_stakes_replaces_none(sample: None) -> None:
    reporter, sent = caller(REPORTER, BOTH), {"interests": [{"source": "moscow", "side": -1}], **WHY}
    first = reporter.changing(f"claims/{VISIT}/interests/", sent, VISIT)
    assert first.status_code == 201
    other = {"interests": [{"source": "moscow", "side": 1}], **WHY}
    assert "claims.change_interest" in refused(
        reporter.changing(f"claims/{VISIT}/interests/", other, VISIT), 403, "not-allowed"
    )
    ed = caller(EDITOR, BOTH)
    replaced = ed.changing(f"claims/{VISIT}/interests/", other, VISIT)
    assert replaced.json()["interests"] == [{"source": "moscow", "side": 1}]
    stale = ed.post(f"claims/{VISIT}/interests/", sent, **{"If-Match": first["ETag"]})
    refused(stale, 412, "stale")
