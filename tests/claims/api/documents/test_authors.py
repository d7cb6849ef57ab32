"""A retraction of a document by some of its authors over the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from claims.models import Attribution
from claims.operations.desk.roles import EDITOR, REPORTER
from factcheck.access.scopes import CLAIMS_READ, SOURCES_WRITE
from sources.models import Document
from tests.cases import claim, outlet, person, row
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import Caller, caller
from tests.factcheck.api.described import described

WHY = "The data cannot be reproduced."


@pytest.fixture
def paper(loaded: Callable[..., Any]) -> Document:
    documents = [{"key": "paper", "publisher": "journal", "kind": "article", "title": "A paper"}]
    unnamed = person("aide", name="Unnamed aide", identified=False, vouched_by="journal")
    said = [row(key, document="paper") for key in ("ada", "ben", "cy", "aide")]
    sources = [outlet("journal"), person("ada"), person("ben"), person("cy"), unnamed]
    loaded(sources=sources, documents=documents, claims=[claim("c", *said), claim("d", row("cy", document="paper"))])
    return Document.objects.get()


def withdrawn() -> set[str]:
    return set(Attribution.objects.exclude(withdrawal_recorded_at=None).values_list("key", flat=True))


PATH = "documents/paper/"
UNDO = f"{PATH}authors-retraction/undo/"


@pytest.fixture
def who(paper: Document) -> Caller:
    return caller(EDITOR, (CLAIMS_READ, SOURCES_WRITE))


def undo(by: Caller, *authors: str, query: str = "") -> Any:
    body = {"authors": list(authors), "reason": "A hoax."}
    return by.post(f"{UNDO}{query}", body, **{"If-Match": by.get(PATH)["ETag"]})


def test_the_same_over_the_api(who: Caller) -> None:
    said = {"authors": ["ben", "ada"], "at": "2024-06", "reason": WHY}
    done = described(who.post(f"{PATH}retract-by-authors/", said), "retract_by_authors")
    assert (done["claims"], withdrawn()) == (["c"], {"ada", "ben"})
    (mark,) = described(who.get(PATH), "read_document")["authors_retractions"]
    assert (mark["authors"], mark["reason"], mark["withdrawn_at"]) == (["ada", "ben"], WHY, "2024-06")
    look = described(undo(who, "ada", "ben", query="?dry_run=1"), "undo_authors_retraction")
    assert (len(look["restored"]), withdrawn()) == (2, {"ada", "ben"})
    taken_back = described(undo(who, "ada", "ben"), "undo_authors_retraction")
    assert (taken_back["claims"], [each["attribution"] for each in taken_back["restored"]]) == (["c"], ["ada", "ben"])
    assert withdrawn() == set()
    shown = described(who.get(PATH), "read_document")
    assert "authors_retractions" not in shown
    (undone,) = shown["undone_retractions"]
    assert (undone["authors"], undone["withdrawal_reason"], undone["undo_reason"]) == (["ada", "ben"], WHY, "A hoax.")


def test_what_does_not_fit_is_refused_over_the_api(who: Caller) -> None:
    said = {"authors": ["ada"], "reason": WHY}
    path = f"{PATH}retract-by-authors/"
    unknown = who.post(path, {**said, "authors": ["ada", "nobody"]})
    assert [each["pointer"] for each in unknown.json()["errors"]] == ["/authors/1"]
    assert who.post(path, {**said, "authors": []}).status_code == 422
    assert "unnamed" in refused(who.post(path, {**said, "authors": ["aide"]}), 409, "conflict")
    refused(caller(REPORTER, (CLAIMS_READ, SOURCES_WRITE)).post(path, said), 403, "not-allowed")
    seen = who.get(PATH)["ETag"]
    assert who.post(path, said).status_code == 200
    body = {"authors": ["ada"], "reason": "A hoax."}
    refused(who.post(UNDO, body), 428, "revision-required")
    refused(who.post(UNDO, body, **{"If-Match": seen}), 412, "stale")
    assert [each["pointer"] for each in undo(who, "ada", "ben").json()["errors"]] == ["/authors"]
    assert withdrawn() == {"ada"}
