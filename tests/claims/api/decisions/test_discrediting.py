"""Discrediting an attribution over the API."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Attribution, Claim, Decision, Revision
from claims.operations.desk.roles import EDITOR, REPORTER
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import Caller, caller

VISIT = "visit-within-weeks"
SHOWN = {"document": "sr-rare-visits", "by": "bloomberg", "at": "2024-06-12", "reason": "The seal is of another year."}


def at(key: str = "diplomat") -> str:
    return f"claims/{VISIT}/attributions/{key}/discredit/"


@pytest.fixture
def ed(sample: None) -> Caller:
    return caller(EDITOR, (CLAIMS_READ, CLAIMS_WRITE))


def codes(answer: Any) -> set[str]:
    assert answer.status_code == 200, answer.content
    return {flag["code"] for flag in answer.json()["flags"]}


def test_it_counts_for_nothing_until_the_decision_is_struck(ed: Caller) -> None:
    answer = ed.changing(at(), SHOWN, VISIT)
    assert "discredited_source" in codes(answer)
    assert answer.json()["support"]["at_most"] == 0
    assert Revision.objects.filter(claim__key=VISIT).latest("number").action == "attribution discredited"
    (made,) = ed.get(f"claims/{VISIT}/decisions/").json()["decisions"]
    assert {name: made[name] for name in ("kind", "source", "document", "happened_at", "about")} == {
        "kind": "discredited",
        "source": "bloomberg",
        "document": "sr-rare-visits",
        "happened_at": "2024-06-12",
        "about": [{"record": "attribution", "key": "diplomat"}],
    }
    refused(ed.changing(at(), SHOWN, VISIT), 409, "conflict")
    struck = ed.changing(f"claims/{VISIT}/decisions/{made['number']}/strike/", {"reason": "It was genuine."}, VISIT)
    assert "discredited_source" not in codes(struck)


def test_another_claim_or_attribution_is_enough(ed: Caller) -> None:
    assert "discredited_source" in codes(ed.changing(at(), {"attribution": "matsegora", "reason": "He says so."}, VISIT))
    assert codes(ed.changing(at("vedomosti"), {"claim": "limousine", "reason": "See there."}, VISIT))
    first, second = Decision.objects.order_by("id")
    assert first.attribution == Attribution.objects.get(claim__key=VISIT, key="matsegora")
    assert second.other_claim == Claim.objects.get(key="limousine")


@pytest.mark.parametrize("field", ["document", "attribution", "claim", "by"])
def test_an_unknown_record_is_named_at_its_place(ed: Caller, field: str) -> None:
    refused(ed.changing(at(), {**SHOWN, field: "none"}, VISIT), 422, "invalid", f"/{field}")


def test_it_needs_evidence_a_reason_and_a_role(ed: Caller) -> None:
    assert "Link what shows it" in refused(ed.changing(at(), {"reason": "x"}, VISIT), 409, "conflict")
    refused(ed.changing(at(), {**SHOWN, "reason": ""}, VISIT), 422, "invalid", "/reason")
    refused(ed.changing(at("none"), SHOWN, VISIT), 404, "not-found")
    reporter = caller(REPORTER, (CLAIMS_READ, CLAIMS_WRITE))
    refused(reporter.changing(at(), SHOWN, VISIT), 403, "not-allowed")
    assert not Decision.objects.exists()
