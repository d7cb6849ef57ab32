"""Documents as the API sends them, with how they were discredited."""

from __future__ import annotations

from claims.operations.desk.roles import EDITOR, REPORTER
from factcheck.access.scopes import CLAIMS_READ
from tests.claims.api.documents.forgery import BOTH, HELD, OTHER, SHOWN
from tests.factcheck.api.asking import caller
from tests.factcheck.api.described import described


def test_readers_of_documents_see_it_until_it_is_undone(sample: None) -> None:
    ed = caller(EDITOR, BOTH)
    ed.post("documents/", OTHER)
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
