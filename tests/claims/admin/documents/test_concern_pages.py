"""The page of a document about which its publisher expressed concern; and the same over the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from claims.models import Flag, Revision
from claims.operations.desk.roles import EDITOR, REPORTER
from factcheck.access.scopes import CLAIMS_READ, SOURCES_WRITE
from sources.models import Document
from tests.cases import claim, outlet, person, row
from tests.claims.admin.posting import errors, opened
from tests.claims.api.refusing import refused
from tests.factcheck.api.asking import caller
from tests.factcheck.api.described import described

NOTE = "Its figures cannot be reproduced."


@pytest.fixture
def paper(loaded: Callable[..., Any]) -> Document:
    documents = [{"key": "paper", "publisher": "journal", "kind": "article", "title": "A paper"}]
    loaded(sources=[outlet("journal"), person("ada")], documents=documents, claims=[claim("c", row("ada", document="paper"))])
    return Document.objects.get()


def url_of(of: Document, name: str = "change") -> str:
    return reverse(f"admin:sources_document_{name}", args=[of.pk])


def sent(client: Client, of: Document, name: str, **values: Any) -> Any:
    url = url_of(of, name)
    return client.post(url, {**opened(client, url), **values})


def flagged() -> bool:
    return Flag.objects.filter(code="document_in_doubt", cleared_at=None).exists()


def test_a_concern_is_recorded_shown_and_lifted_on_its_page(editor: Client, paper: Document) -> None:
    assert url_of(paper, "concern") in editor.get(url_of(paper)).content.decode()
    done = sent(editor, paper, "concern", note=NOTE, said_at="2024-06")
    assert (done.status_code, flagged()) == (302, True), errors(done)
    shown = editor.get(url_of(paper)).content.decode()
    assert all(word in shown for word in (NOTE, "2024-06", url_of(paper, "lift_concern")))
    assert "already recorded" in errors(sent(editor, paper, "concern", note=NOTE, said_at="2024-06"))
    assert sent(editor, paper, "lift_concern", reason="The data were found.").status_code == 302
    assert not flagged()
    assert "The data were found." in editor.get(url_of(paper)).content.decode()
    assert [one.action for one in Revision.objects.order_by("id")][1:] == ["concern recorded", "concern lifted"]


def test_an_editor_reviews_what_rests_on_it(editor: Client, ed: Any, paper: Document) -> None:
    sent(editor, paper, "concern", note=NOTE)
    ed.user_permissions.add(Permission.objects.get(codename="add_decision"))
    flag = Flag.objects.get(code="document_in_doubt")
    url = f"{reverse('admin:claims_claim_settle', args=[flag.claim_id])}?code=document_in_doubt"
    assert editor.post(url, {**opened(editor, url), "reason": "It holds without."}).status_code == 302
    assert not flagged()


def test_the_same_over_the_api(paper: Document) -> None:
    ed = caller(EDITOR, (CLAIMS_READ, SOURCES_WRITE))
    assert described(ed.post("documents/paper/concern/", {"note": NOTE, "at": "2024-06"}), "express_concern")["claims"] == ["c"]
    assert flagged()
    refused(ed.post("documents/paper/concern/", {"note": NOTE, "at": "2024-06"}), 409, "conflict")
    assert described(ed.post("documents/paper/concern/lift/", {"reason": "Found."}), "lift_concern")["claims"] == ["c"]
    assert not flagged()
    refused(ed.post("documents/paper/concern/lift/", {"reason": "Found."}), 409, "conflict")
    refused(caller(REPORTER, (CLAIMS_READ, SOURCES_WRITE)).post("documents/paper/concern/", {"note": NOTE}), 403, "not-allowed")
