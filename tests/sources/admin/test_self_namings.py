"""The pages on which two senior editors say that an unnamed source has named itself in public."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.operations.documents.changes import withdraw_document
from claims.verification import Change
from sources.models import Document, SelfNaming, Source, SourceChange
from tests.claims.admin.posting import errors

pytestmark = pytest.mark.usefixtures("sample")


def key(name: str) -> Source:
    return Source.objects.get(key=name)


def page(move: str = "naming", name: str = "vedomosti-diplomat") -> str:
    return reverse(f"admin:sources_source_{move}", args=[key(name).pk])


def said(**more: Any) -> dict[str, Any]:
    document = Document.objects.get(key="sr-rare-visits").pk
    return {"named": key("smirnov").pk, "document": document, "reason": "He says so.", **more}


def shown(client: Client, address: str) -> str:
    """Return a page without what differs on every request."""
    return re.sub(r'(?<=nonce=")[^"]*|(?<=waived_until__gt=)[^"]*|[A-Za-z0-9]{64}', "", client.get(address).content.decode())


def test_one_proposes_and_another_confirms(senior, superuser, viewer):
    assert senior.post(page(), said()).status_code == 302
    source = page("change")
    assert "Another senior editor must confirm it" in senior.get(source).content.decode()
    assert "He says so." in superuser.get(reverse("admin:sources_source_persons")).content.decode()
    assert "another senior editor" in errors(senior.post(page("naming_confirm"), {}))
    assert key("vedomosti-diplomat").named_as is None

    assert "He says so." in superuser.get(page("naming_confirm")).content.decode()
    assert superuser.post(page("naming_confirm"), {}).status_code == 302
    assert key("vedomosti-diplomat").named_as == key("smirnov")
    assert "Has said since to be" in viewer.get(source).content.decode()
    assert superuser.get(page("naming_confirm")).status_code == 404

    assert senior.post(page("naming_undo"), {"reason": "Another diplomat."}).status_code == 302
    assert key("vedomosti-diplomat").named_as is None
    assert "Has said since to be" not in viewer.get(source).content.decode()
    assert [each.action for each in SourceChange.objects.filter(source=key("vedomosti-diplomat"))][-2:] == [
        "named since",
        "naming undone",
    ]


def test_senior_editors_are_told_that_the_document_of_a_binding_was_retracted(senior, superuser, editor):
    senior.post(page(), said())
    superuser.post(page("naming_confirm"), {})
    persons = reverse("admin:sources_source_persons")
    assert "the document was retracted since" not in senior.get(persons).content.decode()
    document = Document.objects.get(key="sr-rare-visits")
    withdraw_document(document, Change(timezone.now(), "user:ed", "document withdrawn", "Invented."))
    assert key("vedomosti-diplomat").named_as == key("smirnov")  # an editor decides
    for address in (persons, page("change"), page("naming_undo")):
        assert "<strong>retracted</strong>" in senior.get(address).content.decode()
    assert "whose document was retracted since" in senior.get("/admin/").content.decode()
    assert "whose document was retracted since" not in editor.get("/admin/").content.decode()
    listed = senior.get("/api/v1/sources/vedomosti-diplomat/naming/").json()["namings"]
    assert listed[0]["document_retracted"] is True
    senior.post(page("naming_undo"), {"reason": "It was not he."})
    assert "<strong>retracted</strong>" not in senior.get(page("change")).content.decode()
    assert "whose document was retracted since" not in senior.get("/admin/").content.decode()


def test_a_declined_proposal_stays_on_record_for_senior_editors(senior, superuser):
    senior.post(page(), said())
    assert superuser.post(page("naming_decline"), {"reason": ""}).status_code == 200
    assert superuser.post(page("naming_decline"), {"reason": "It is not about him."}).status_code == 302
    assert "It is not about him." in senior.get(page("change")).content.decode()
    assert not SourceChange.objects.filter(action="named since").exists()
    assert senior.get(page("naming_undo")).status_code == 404


def test_what_cannot_be_is_refused_and_keeps_what_was_typed(senior):
    sent = senior.post(page(), said(named=key("other-accusers").pk, reason="Typed here."))
    assert "choose the named source" in errors(sent)
    assert "Typed here." in sent.content.decode()
    assert not SelfNaming.objects.exists()


def test_others_see_the_same_pages_whatever_is_proposed(senior, editor, viewer):
    pages = [page("change"), page("change", "smirnov"), reverse("admin:sources_source_changelist"), "/admin/"]
    pages += [reverse("admin:sources_sourcechange_changelist")]
    pages += [reverse("admin:sources_document_change", args=[Document.objects.get().pk])]
    before = [[shown(client, each) for each in pages] for client in (editor, viewer)]
    assert senior.post(page(), said()).status_code == 302

    assert [[shown(client, each) for each in pages] for client in (editor, viewer)] == before
    for client in (editor, viewer):
        for move in ("naming", "naming_confirm", "naming_decline", "naming_undo"):
            assert client.get(page(move)).status_code == client.post(page(move), said()).status_code == 403
        assert client.get(f"/admin/sources/source/9{key('smirnov').pk}/naming/").status_code == 403
    assert "said to have named itself" in senior.get("/admin/").content.decode()
    assert "named-in-public" in senior.get(page("change")).content.decode()
