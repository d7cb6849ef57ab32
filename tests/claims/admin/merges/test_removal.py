"""The page on which a claim is deleted."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from claims.models import Claim, Revision
from claims.operations.merges.merge import merge
from tests.claims.admin.posting import errors, opened
from tests.claims.operations.moving import because, pk


def page_of(key: str, name: str = "change") -> str:
    return reverse(f"admin:claims_claim_{name}", args=[pk(key)])


def shown(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200, page
    return str(page.content.decode())


def test_a_claim_is_deleted_once_its_key_is_typed(mover: Client, desk: Any) -> None:
    address = page_of("third", "remove")
    page = shown(mover, address)
    assert "This cannot be undone." in page
    assert "Erased too: the reasons of its revisions" in page
    wrong = mover.post(address, opened(mover, address, typed_key="thrid", reason="7 O 12/24"))
    assert "not the key" in errors(wrong)
    text = Claim.objects.get(key="third").text

    sent = mover.post(address, opened(mover, address, typed_key="third", reason="7 O 12/24"))
    assert sent["Location"] == page_of("third")
    left = shown(mover, page_of("third"))
    assert 'id="tombstone"' in left
    assert "7 O 12/24" in left
    assert text not in left
    for name in ("as_of", "merge", "remove", "quick", "waive"):
        assert mover.get(page_of("third", name))["Location"] == page_of("third")
    for revision in Revision.objects.filter(claim__key="third"):
        assert mover.get(reverse("admin:claims_revision_change", args=[revision.pk])).status_code == 200
    assert mover.get(reverse("admin:claims_decision_changelist")).status_code == 200


def test_the_deletion_page_lists_other_records_of_the_content(mover: Client, desk: Any) -> None:
    merge(pk("a"), pk("b"), because(desk))
    assert f"were copied to “{Claim.objects.get(key='b').text}”" in shown(mover, page_of("a", "remove"))
    assert "merged into it stay: a." in shown(mover, page_of("b", "remove"))
