"""The page of a document that was shown to be forged: discrediting all that rests on it, and undoing that."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from claims.models import Decision, Revision
from sources.models import Document
from tests.cases import claim, outlet, person, row
from tests.claims.admin.posting import errors, opened

WHY = "The seals are of another year."


@pytest.fixture
def desk(ed: User, editor: Client) -> Client:
    ed.user_permissions.add(*Permission.objects.filter(codename__in=("view_decision", "change_decision")))
    return editor


@pytest.fixture
def forged(loaded: Callable[..., Any]) -> Document:
    """A document from which two claims are recorded."""
    kinds = {"forged": "dossier", "report": "agency"}
    documents = [{"key": key, "publisher": by, "kind": "report", "title": key.title()} for key, by in kinds.items()]
    said = row("dos", "dossier", document="forged"), row("mar", "martino", document="forged")
    sources = [outlet("agency"), person("dossier"), person("martino")]
    loaded(sources=sources, documents=documents, claims=[claim("c", *said), claim("d", said[0])])
    return Document.objects.get(key="forged")


def url_of(document: Document, name: str = "change") -> str:
    return reverse(f"admin:sources_document_{name}", args=[document.pk])


def sent(client: Client, of: Document, name: str, **values: Any) -> Any:
    url = url_of(of, name)
    return client.post(url, {**opened(client, url), "reason": WHY, **values})


def test_its_page_leads_to_the_form_and_says_afterwards_what_was_shown(desk: Client, forged: Document) -> None:
    before = desk.get(url_of(forged))
    assert url_of(forged, "discredit") in before.content.decode()
    assert "3 attributions in 2 claims" in desk.get(url_of(forged, "discredit")).content.decode()
    done = sent(desk, forged, "discredit", document=Document.objects.get(key="report").pk, shown_at="2003-03-07")
    assert done.status_code == 302, errors(done)
    assert {row.claim.key for row in Decision.objects.select_related("claim")} == {"c", "d"}
    assert set(Revision.objects.filter(number=2).values_list("action", flat=True)) == {"discredited"}
    after = desk.get(url_of(forged))
    shown = after.content.decode()
    assert all(word in shown for word in (WHY, "Agency", "2003-03-07", url_of(forged, "undo_discrediting")))
    assert [each[3] for each in after.context["attributions"]] == [True, True, True]
    assert url_of(forged, "discredit") not in shown


def test_undoing_it_strikes_the_decisions_out(desk: Client, forged: Document) -> None:
    sent(desk, forged, "discredit", document=Document.objects.get(key="report").pk)
    done = sent(desk, forged, "undo_discrediting", reason="It is genuine.")
    assert done.status_code == 302, errors(done)
    assert set(Decision.objects.values_list("struck_reason", flat=True)) == {"It is genuine."}
    assert url_of(forged, "discredit") in desk.get(url_of(forged)).content.decode()


def test_without_evidence_it_says_what_is_missing(desk: Client, forged: Document) -> None:
    assert "Link what shows it" in errors(sent(desk, forged, "discredit"))
    assert "is what is discredited" in errors(sent(desk, forged, "discredit", document=forged.pk))
    assert not Decision.objects.exists()


def test_a_claim_that_changed_meanwhile_must_be_seen(desk: Client, forged: Document, loaded: Callable[..., Any]) -> None:
    values = {**opened(desk, url_of(forged, "discredit")), "reason": WHY, "document": Document.objects.get(key="report").pk}
    loaded(claims=[claim("d", row("mar", "martino"))])
    assert "changed" in errors(desk.post(url_of(forged, "discredit"), values))
    assert not Decision.objects.exists()
