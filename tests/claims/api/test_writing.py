"""The frame of writes to claims: a change names the revision that it was made on."""

from __future__ import annotations

from typing import Any

import pytest

from claims.operations.desk.roles import EDITOR
from factcheck.access.scopes import CLAIMS_READ, CLAIMS_WRITE
from tests.factcheck.api.asking import Caller, caller

BOTH = (CLAIMS_READ, CLAIMS_WRITE)


@pytest.fixture
def ed(sample: None) -> Caller:
    return caller(EDITOR, BOTH)


def type_of(answer: Any) -> str:
    assert answer["Content-Type"] == "application/problem+json", answer.content
    return str(answer.json()["type"].rpartition("/")[2])


def test_a_change_names_the_revision_that_it_was_made_on(ed: Caller) -> None:
    change = {"topics": ["arms"], "reason": "Filed."}
    assert type_of(ed.patch("claims/arms-transfers/", change)) == "revision-required"
    assert type_of(ed.patch("claims/arms-transfers/", change, **{"If-Match": "*"})) == "revision-required"
    assert type_of(ed.patch("claims/arms-transfers/", change, **{"If-Match": "r1"})) == "bad-request"
    etag = ed.get("claims/arms-transfers/?fields=status")["ETag"]
    done = ed.patch("claims/arms-transfers/", change, **{"If-Match": etag})
    assert (done.status_code, done.json()["topics"]) == (200, ["arms"])
    assert done["ETag"] != etag


def test_a_change_on_an_old_revision_is_refused_with_what_changed_since(ed: Caller) -> None:
    etag = ed.get("claims/arms-transfers/")["ETag"]
    current = ed.patch("claims/arms-transfers/", {"topics": ["tanks"], "reason": "Filed."}, **{"If-Match": etag})["ETag"]
    answer = ed.patch("claims/arms-transfers/", {"topics": ["war"], "reason": "Filed."}, **{"If-Match": etag})
    assert (answer.status_code, type_of(answer)) == (412, "stale")
    shown = answer.json()
    assert shown["current"] == current
    assert {"about": "topic", "after": "tanks"} in shown["changes"]
    assert "api-editor" in shown["detail"]
    assert ed.get("claims/arms-transfers/").json()["topics"] == ["tanks"]


def test_a_revision_that_there_never_was_is_stale(ed: Caller) -> None:
    for etag in ('"999-0123456789abcdef"', '"1-0123456789abcdef"'):
        answer = ed.patch("claims/arms-transfers/", {"topics": [], "reason": "x"}, **{"If-Match": etag})
        assert (answer.status_code, type_of(answer)) == (412, "stale")


def test_adding_an_attribution_never_conflicts(ed: Caller) -> None:
    for number in (1, 2):
        rows = {"attributions": [{"key": f"more-{number}", "source": "vedomosti", "stance": "denies"}]}
        assert ed.post("claims/arms-transfers/attributions/", rows).status_code == 201
    assert type_of(ed.post("claims/arms-transfers/attributions/", rows)) == "key-taken"
