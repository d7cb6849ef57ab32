"""The page where an administrator erases a text: it shows where the text is, and requires a reason and an order."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client

from claims.models import Claim, Erasure, Revision
from claims.operations.decisions.ledger import reaffirm
from claims.operations.merges.removal import remove_claim
from claims.verification import Change
from tests.cases import claim, load, person, row
from tests.claims.admin.posting import opened

PAGE = "/admin/claims/erasure/add/"
NAME = "Zofia Qwert"


@pytest.fixture
def slipped(db: None, now: datetime) -> Claim:
    load({"sources": [person("ada")], "claims": [claim("c", row("ada"), text=f"{NAME} did it.")]}, at=now)
    return Claim.objects.get()


def filled(client: Client, **typed: Any) -> dict[str, Any]:
    said = {"text": NAME, "ordered_by": "the person concerned", "reason": "A name slipped in."}
    return opened(client, PAGE, **said, **typed)


def erased(client: Client, **typed: Any) -> Any:
    """Search for the text, and press the button of the result page."""
    said = filled(client) | typed
    page = client.post(PAGE, said)
    return client.post(PAGE, said | {"do": "erase", "looked": page.context["looked"]}, follow=True)


def test_it_shows_where_the_text_is_before_anything_is_erased(slipped: Claim, administrator: Client) -> None:
    page = administrator.post(PAGE, filled(administrator))

    text = page.content.decode()
    assert page.status_code == 200
    assert "claim: text" in text
    assert f"{NAME} did it." in text
    assert "Erase for good" in text
    assert NAME in Claim.objects.get().text
    assert not Erasure.objects.exists()


def test_it_erases_and_shows_what_is_out_of_reach_without_the_text(slipped: Claim, administrator: Client) -> None:
    page = erased(administrator)

    text = page.content.decode()
    assert Claim.objects.get().text == "[erased] did it."
    assert Revision.objects.latest("pk").reason == "On the order of the person concerned: A name slipped in."
    assert Revision.objects.latest("pk").actor == "user:adm"
    assert "the person concerned" in text
    assert "Backups" in text
    assert NAME not in text
    assert not LogEntry.objects.filter(change_message__contains=NAME).exists()
    assert NAME not in administrator.get(f"/admin/claims/revision/{Revision.objects.latest('pk').pk}/change/").content.decode()


def test_a_text_that_is_not_found_is_reported(slipped: Claim, administrator: Client) -> None:
    page = administrator.post(PAGE, filled(administrator) | {"text": "Nobody Atall"})
    assert "Nothing that is stored has this text." in page.content.decode()
    assert "Nothing that can be erased has this text." in erased(administrator, text="Nobody Atall").content.decode()


@pytest.mark.parametrize("missing", ["reason", "ordered_by", "text"])
def test_a_reason_and_an_order_are_required(missing: str, slipped: Claim, administrator: Client) -> None:
    page = administrator.post(PAGE, filled(administrator) | {missing: "", "do": "erase"})
    assert page.status_code == 200
    assert page.context["form"].errors.keys() == {missing}
    assert NAME in Claim.objects.get().text


def test_a_reason_with_the_text_is_refused(slipped: Claim, administrator: Client) -> None:
    page = administrator.post(PAGE, filled(administrator) | {"reason": f"{NAME} asked", "do": "erase"})
    assert "has the text in it" in page.content.decode()
    assert not Erasure.objects.exists()


def test_nobody_but_an_administrator_sees_or_erases(slipped: Claim, senior: Client, editor: Client) -> None:
    for client in (senior, editor):
        assert client.get(PAGE).status_code == 403
        assert client.post(PAGE, {"text": NAME, "reason": "x", "ordered_by": "x", "do": "erase"}).status_code == 403
        assert client.get("/admin/claims/erasure/").status_code == 403
    assert NAME in Claim.objects.get().text


def test_a_staff_account_of_that_name_stays_and_the_page_says_so(slipped: Claim, administrator: Client) -> None:
    User.objects.filter(username="adm").update(first_name="Zofia", last_name=NAME)
    assert "stays: accounts are changed on their own pages" in administrator.post(PAGE, filled(administrator)).content.decode()
    erased(administrator)
    assert Erasure.objects.get().stays == [{"table": "auth.User", "column": "last_name", "rows": 1}]
    assert User.objects.get(username="adm").last_name == NAME


def test_what_was_erased_shows_on_the_page_of_the_revision_before(slipped: Claim, administrator: Client) -> None:
    erased(administrator)
    first, last = Revision.objects.order_by("number")
    assert "[erased] did it." in administrator.get(f"/admin/claims/revision/{first.pk}/change/").content.decode()
    assert "revision 1: body" in administrator.get(f"/admin/claims/revision/{last.pk}/change/").content.decode()


def test_a_text_that_was_not_shown_is_searched_for_first(slipped: Claim, administrator: Client) -> None:
    said = filled(administrator)
    looked = administrator.post(PAGE, said).context["looked"]
    page = administrator.post(PAGE, said | {"text": "did it", "do": "erase", "looked": looked})
    assert page.status_code == 200
    assert "Where it is" in page.content.decode()
    assert Claim.objects.get().text == f"{NAME} did it."


def test_a_viewer_sees_no_reason_of_a_deleted_claim(slipped: Claim, viewer: Client) -> None:
    at = slipped.recorded_at + timedelta(hours=1)
    reaffirm(slipped.pk, Change(at, "user:ed", "reaffirmed", f"because of {NAME}"))
    found = viewer.get("/admin/claims/revision/?q=because+of")
    assert f"because of {NAME}" in found.content.decode()
    remove_claim(slipped.pk, Change(at + timedelta(hours=1), "user:boss", "removed", "a court said so"))
    assert NAME not in viewer.get("/admin/claims/revision/?q=because+of").content.decode()
    assert "a court said so" in viewer.get("/admin/claims/revision/?q=court").content.decode()
