"""All that rests on a document is discredited over the API, and that is undone."""

from __future__ import annotations

import pytest

from claims.models import Attribution, Decision, Revision
from claims.operations.desk.roles import EDITOR, REPORTER
from tests.claims.api.documents.forgery import BOTH, HELD, OTHER, SHOWN
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import Caller, caller
from tests.factcheck.api.described import described


@pytest.fixture
def ed(sample: None) -> Caller:
    found = caller(EDITOR, BOTH)
    found.post("documents/", OTHER)
    return found


def test_each_claim_of_it_is_revised_with_a_decision(ed: Caller) -> None:
    shown = sorted(set(Attribution.objects.filter(document__key="sr-rare-visits").values_list("claim__key", flat=True)))
    assert described(ed.post(f"{HELD}discredit/", SHOWN), "discredit_document")["claims"] == shown
    made = Decision.objects.filter(kind="discredited")
    assert sorted(made.values_list("claim__key", flat=True)) == shown
    assert {row.source and row.source.key for row in made} == {"vedomosti"}
    assert Revision.objects.latest("id").action == "attributions discredited"
    refused(ed.post(f"{HELD}discredit/", SHOWN), 409, "conflict")
    undone = described(ed.post(f"{HELD}discrediting/undo/", {"reason": "Genuine."}), "undo_document_discrediting")
    assert undone["claims"] == shown
    assert not made.filter(struck_at=None).exists()
    refused(ed.post(f"{HELD}discrediting/undo/", {"reason": "Genuine."}), 409, "conflict")


@pytest.mark.parametrize("field", ["document", "claim", "by"])
def test_an_unknown_record_is_named_at_its_place(ed: Caller, field: str) -> None:
    refused(ed.post(f"{HELD}discredit/", {**SHOWN, field: "none"}), 422, "invalid", f"/{field}")


def test_it_needs_evidence_and_a_role(ed: Caller) -> None:
    assert "Link what shows it" in refused(ed.post(f"{HELD}discredit/", {"reason": "x"}), 409, "conflict")
    refused(ed.post("documents/none/discredit/", SHOWN), 404, "not-found")
    refused(caller(REPORTER, BOTH).post(f"{HELD}discredit/", SHOWN), 403, "not-allowed")
    assert not Decision.objects.filter(kind="discredited").exists()
