"""All that rests on a document is discredited over the API, and that is undone."""

from __future__ import annotations

import pytest

from claims.models import Attribution, Decision, Revision
from claims.operations.desk.roles import EDITOR, REPORTER
from factcheck.access.scopes import CLAIMS_READ, SOURCES_WRITE
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import Caller, caller
from tests.factcheck.api.described import described

BOTH = (CLAIMS_READ, SOURCES_WRITE)
HELD = "documents/sr-rare-visits/"
OTHER = {"key": "finding", "publisher": "vedomosti", "kind": "article", "title": "How it was forged"}
SHOWN = {"document": "finding", "at": "2024-06-12", "reason": "The pages are of another year."}


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


def test_readers_of_documents_see_it_until_it_is_undone(ed: Caller) -> None:
    before = ed.get(HELD)
    ed.post(f"{HELD}discredit/", SHOWN)
    wanted = {"reason": SHOWN["reason"], "shown_at": "2024-06-12", "by": "vedomosti", "document": "finding"}
    reader = caller(REPORTER, (CLAIMS_READ,))
    answer = reader.get(HELD)
    assert wanted.items() <= described(answer, "read_document")["discredited"].items()
    assert answer["ETag"] != before["ETag"]
    listed = {each["key"]: each for each in described(reader.get("documents/"), "list_documents")["documents"]}
    assert wanted.items() <= listed["sr-rare-visits"]["discredited"].items()
    assert "discredited" not in listed["finding"]
    ed.post(f"{HELD}discrediting/undo/", {"reason": "Genuine."})
    assert "discredited" not in reader.get(HELD).json()


@pytest.mark.parametrize("field", ["document", "claim", "by"])
def test_an_unknown_record_is_named_at_its_place(ed: Caller, field: str) -> None:
    refused(ed.post(f"{HELD}discredit/", {**SHOWN, field: "none"}), 422, "invalid", f"/{field}")


def test_it_needs_evidence_and_a_role(ed: Caller) -> None:
    assert "Link what shows it" in refused(ed.post(f"{HELD}discredit/", {"reason": "x"}), 409, "conflict")
    refused(ed.post("documents/none/discredit/", SHOWN), 404, "not-found")
    refused(caller(REPORTER, BOTH).post(f"{HELD}discredit/", SHOWN), 403, "not-allowed")
    assert not Decision.objects.filter(kind="discredited").exists()
