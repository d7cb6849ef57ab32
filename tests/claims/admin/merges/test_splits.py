"""The page on which a claim is split into its parts."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from claims.models import Attribution, Claim, Decision
from tests.claims.admin.posting import errors, opened
from tests.claims.operations.moving import pk


def page_of(key: str, name: str = "change") -> str:
    return reverse(f"admin:claims_claim_{name}", args=[pk(key)])


def shown(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200, page
    return str(page.content.decode())


def split_of(page: dict[str, Any]) -> dict[str, Any]:
    """Return what is typed to split the claim b: Ada speaks of the first part alone."""
    ada = Attribution.objects.get(claim__key="b", key="ada")
    typed = {"text_1": "He will visit.", "text_2": "Shells are shipped.", "key_2": "ships", "reason": "two things"}
    return {**page, **typed, f"speaks_{ada.pk}": ["1"]}


def test_a_claim_is_split_after_a_preview(mover: Client, desk: Any) -> None:
    address = page_of("b", "split")
    typed = split_of(opened(mover, address))
    look = mover.post(address, typed)
    assert look.status_code == 200
    page = look.content.decode()
    assert all(part in page for part in ("he-will-visit", "ships", "ada-part", "Split"))
    assert not Claim.objects.filter(key="ships").exists()

    sent = mover.post(address, {**typed, "record": "1"})
    assert sent["Location"] == page_of("b")
    parts = Attribution.objects.filter(claim__key__in=("he-will-visit", "ships")).values_list("claim__key", "key")
    assert set(parts) == {("he-will-visit", "ada"), ("he-will-visit", "post"), ("ships", "post")}
    page = shown(mover, page_of("b"))
    assert all(f'href="{page_of(part)}"' in page for part in ("he-will-visit", "ships"))

    undo = page_of("b", "unsplit")
    assert "Claims that would be merged into this one" in shown(mover, undo)
    assert mover.post(undo, opened(mover, undo, reason="one thing"))["Location"] == page_of("b")
    assert Claim.objects.get(key="ships").merged_into_id == pk("b")


def test_what_is_wrong_with_parts_is_said_at_its_field(mover: Client, desk: Any) -> None:
    typed = split_of(opened(mover, page_of("b", "split"))) | {"text_1": "", "key_3": "third-part", "record": "1"}
    assert {"text_1", "text_3"} <= set(mover.post(page_of("b", "split"), typed).context["form"].errors)
    ada = Attribution.objects.get(claim__key="b", key="ada")
    silent = split_of(opened(mover, page_of("b", "split"))) | {f"speaks_{ada.pk}": [], "record": "1"}
    assert "“ada” supports no part" in errors(mover.post(page_of("b", "split"), silent))
    assert not Decision.objects.exists()
