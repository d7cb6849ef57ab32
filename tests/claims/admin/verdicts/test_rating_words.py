"""The pages of the desk's words for verdicts."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from claims.models import Claim, RatingWord
from tests.claims.admin.posting import opened
from tests.claims.verdicts import published, staff


def at_desk(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(c: Claim) -> str:
    return reverse("admin:claims_claim_verdict", args=[c.pk])


def shown(client: Client, c: Claim, name: str = "change") -> str:
    response = client.get(reverse(f"admin:claims_claim_{name}", args=[c.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_words_are_added_changed_and_retired(c: Claim, eve: User, sam: User, now: datetime) -> None:
    keeper = at_desk(staff("keeper", "view_ratingword", "add_ratingword", "change_ratingword", "add_verdict"))
    words = "/admin/claims/ratingword/"
    new = {"key": "satire", "word": "Satire", "definition": "Not meant.", "position": 9, "reason": "We get many."}
    assert keeper.post(f"{words}add/", opened(keeper, f"{words}add/", **new)).status_code == 302
    published(c, eve, sam, now)
    unproven = RatingWord.objects.get(key="unproven")
    address = f"{words}{unproven.pk}/change/"
    data = opened(keeper, address, word="Not proven", retired="on", key="other", reason="Plainer.")
    assert keeper.post(address, data).status_code == 302
    unproven.refresh_from_db()
    assert (unproven.key, unproven.word, unproven.retired_at is None) == ("unproven", "Not proven", False)
    assert "Not proven" in shown(keeper, c)
    offered = keeper.get(url(c)).context["drafting"].fields["rating"].choices
    assert "satire" in dict(offered)
    assert "unproven" not in dict(offered)
    mere = at_desk(staff("mere", "view_ratingword"))
    assert mere.get(address).status_code == 200
    assert mere.post(address, data).status_code == 403
    assert mere.get(f"{words}add/").status_code == 403
    assert "Plainer." in keeper.get(f"{words}{unproven.pk}/history/").content.decode()
