"""Unnamed sources of different outlets, merged over the API with the documents that show that they are one."""

from __future__ import annotations

from typing import Any

import pytest

from claims.operations.desk.roles import SENIOR
from factcheck.access.scopes import CLAIMS_READ, SOURCES_WRITE
from tests.factcheck.api.asking import Caller, caller
from tests.factcheck.api.described import described

MERGE = "sources/research-groups/merge/"
SAID: dict[str, Any] = {"into": "vedomosti-diplomat", "reason": "The same briefing.", "documents": ["sr-rare-visits"]}


@pytest.fixture
def sen(sample: None) -> Caller:
    return caller(SENIOR, (CLAIMS_READ, SOURCES_WRITE))


def test_the_first_record_is_vouched_for_by_the_outlets_of_both(sen: Caller) -> None:
    foreseen = described(sen.get(f"{MERGE}?into=vedomosti-diplomat"), "foresee_source_merger")
    assert foreseen["reached"] == 3
    assert "name a document or two" in sen.post(MERGE, {**SAID, "documents": []}).json()["detail"]
    assert described(sen.post(MERGE, SAID), "merge_source")["merged_into"] == "vedomosti-diplomat"
    first = sen.get("sources/vedomosti-diplomat/").json()
    assert (first["vouched_by"], first["also_vouched_by"]) == ("vedomosti", ["bloomberg"])
    change = described(sen.get("sources/vedomosti-diplomat/changes/"), "list_source_changes")["changes"][0]
    assert change["new"] == {"also_vouched_by": ["bloomberg"], "own_vouchers": []}
    assert described(sen.get("sources/research-groups/changes/"), "list_source_changes")["changes"][0]["new"]["documents"] == [
        "sr-rare-visits"
    ]

    sen.post("sources/research-groups/unmerge/", {"reason": "Two briefings."})
    assert "also_vouched_by" not in sen.get("sources/vedomosti-diplomat/").json()


@pytest.mark.parametrize(
    ("documents", "places"), [(["sr-rare-visits", "x"], ["/documents/1"]), (["a", "b", "c"], ["/documents"])]
)
def test_what_is_no_document_is_named_with_its_place(documents: list[str], places: list[str], sen: Caller) -> None:
    answer = sen.post(MERGE, {**SAID, "documents": documents})
    assert [fault["pointer"] for fault in answer.json()["errors"]] == places
