"""Expressions of concern over the API."""

from __future__ import annotations

from claims.models import Flag
from claims.operations.desk.roles import SENIOR
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE, SOURCES_WRITE
from sources.models import ExpressionOfConcern
from tests.factcheck.api.asking import caller
from tests.factcheck.api.described import described

PAGE = "documents/sr-rare-visits"


def flagged() -> bool:
    return Flag.objects.filter(code="document_in_doubt", cleared_at=None).exists()


def test_claims_that_rest_on_the_document_are_flagged_until_it_is_lifted(sample: None) -> None:
    sen = caller(SENIOR, (CLAIMS_READ, CLAIMS_WRITE, SOURCES_WRITE))
    made = sen.post(f"{PAGE}/concern/", {"note": "The agency is looking into it.", "at": "2024-06-12"})
    assert made.status_code in (200, 201), made.content
    assert flagged()
    (listed,) = described(sen.get("documents/"), "list_documents")["documents"]
    assert listed["doubted_at"]
    (concern,) = described(sen.get(f"{PAGE}/"), "read_document")["concerns"]
    assert (concern["note"], concern["said_at"], "lifted_at" in concern) == (
        "The agency is looking into it.",
        "2024-06-12",
        False,
    )
    lifted = sen.post(f"{PAGE}/concern/lift/", {"reason": "It stands by its report."})
    assert lifted.status_code == 200, lifted.content
    assert not flagged()
    assert ExpressionOfConcern.objects.get().lift_reason == "It stands by its report."
    shown = described(sen.get(f"{PAGE}/"), "read_document")
    assert (shown["concerns"][0]["lift_reason"], "doubted_at" in shown) == ("It stands by its report.", False)


def test_a_note_is_required(sample: None) -> None:
    sen = caller(SENIOR, (CLAIMS_READ, CLAIMS_WRITE, SOURCES_WRITE))
    refused = sen.post(f"{PAGE}/concern/", {"at": "2024-06-12"})
    assert refused.status_code == 422
    assert "note" in refused.content.decode()
    assert not ExpressionOfConcern.objects.exists()
