"""The examples that are published for sources and documents, sent unchanged: each works on the sample case."""

from __future__ import annotations

import json
from typing import Any

import pytest

from claims.operations.desk.roles import ADMINISTRATOR, SENIOR
from factcheck.access.scopes import CLAIMS_READ, SOURCES_WRITE
from factcheck.api.document import published
from tests.factcheck.api.asking import caller
from tests.factcheck.api.described import described

#: In an order in which each builds on the ones before: the operation, and its URL.
SENT = (
    ("record_source", "sources/"),
    ("change_source", "sources/vedomosti/"),
    ("relate_source", "sources/vedomosti/relations/"),
    ("end_source_relation", "sources/vedomosti/relations/shares_reporting_with/bloomberg/end/"),
    ("strike_source_relation", "sources/vedomosti/relations/shares_reporting_with/bloomberg/strike/"),
    ("judge_sources", "sources/vedomosti/judgements/"),
    ("propose_source_naming", "sources/vedomosti-diplomat/naming/"),
    ("confirm_source_naming", "sources/vedomosti-diplomat/naming/confirm/"),
    ("undo_source_naming", "sources/vedomosti-diplomat/naming/undo/"),
    ("propose_source_naming", "sources/vedomosti-diplomat/naming/"),
    ("decline_source_naming", "sources/vedomosti-diplomat/naming/decline/"),
    ("merge_source", "sources/vedomosti/merge/"),
    ("unmerge_source", "sources/vedomosti/unmerge/"),
    ("record_document", "documents/"),
    ("change_document", "documents/sr-rare-visits/"),
    ("express_concern", "documents/sr-rare-visits/concern/"),
    ("lift_concern", "documents/sr-rare-visits/concern/lift/"),
    ("retract_by_authors", "documents/sr-rare-visits/retract-by-authors/"),
    ("undo_authors_retraction", "documents/sr-rare-visits/authors-retraction/undo/"),
    ("discredit_document", "documents/sr-rare-visits/discredit/"),
    ("undo_document_discrediting", "documents/sr-rare-visits/discrediting/undo/"),
    ("correct_document", "documents/sr-rare-visits/correct/"),
    ("withdraw_document", "documents/sr-rare-visits/withdraw/"),
    ("undo_retraction", "documents/sr-rare-visits/retraction/undo/"),
)
#: Those that are made on the record as it was read.
ON_REVISION = {"change_source", "change_document", "undo_retraction", "undo_authors_retraction"}
#: Those that somebody else than the proposer makes.
BY_ANOTHER = {"confirm_source_naming"}


def _published() -> dict[str, tuple[str, Any]]:
    """The method and the example of each operation on sources and documents that takes a body."""
    found = {}
    for path, item in json.loads(published())["paths"].items():
        for method, op in item.items():
            if path.startswith(("/api/v1/sources", "/api/v1/documents")) and "requestBody" in op:
                found[op["operationId"]] = method, op["requestBody"]["content"]["application/json"]["example"]
    return found


@pytest.mark.both
def test_every_example_does_what_it_is_an_example_of(sample: None) -> None:
    scopes, examples = (CLAIMS_READ, SOURCES_WRITE), _published()
    one, another = caller(SENIOR, scopes), caller(ADMINISTRATOR, scopes)
    assert examples.keys() == {name for name, _ in SENT}
    for name, path in SENT:
        method, body = examples[name]
        sen = another if name in BY_ANOTHER else one
        record = "/".join(path.split("/")[:2]) + "/"
        seen = {"If-Match": sen.get(record)["ETag"]} if name in ON_REVISION else {}
        answer = sen.post(path, body, **seen) if method == "post" else sen.patch(path, body, **seen)
        described(answer, name)
        assert answer.status_code in {200, 201}, (name, answer.content)
