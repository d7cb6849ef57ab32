"""Passwords: chosen by their owners, and a change ends what was open."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factcheck.access.models import ApiToken, GivenPassword
from factcheck.access.operations import issue_token
from tests.factcheck.api.asking import Caller

OWN = reverse("admin:password_change")
CHOSEN = "Meadow-87-of-my-own"


def password_page(person: User) -> str:
    return reverse("admin:auth_user_password_change", args=[person.pk])


def signed_in(name: str, password: str) -> Client:
    client = Client()
    assert client.login(username=name, password=password)
    return client


def token_of(person: User) -> Caller:
    issued = issue_token(person, "The CMS", ["claims:read"], at=timezone.now(), actor="user:boss")
    return Caller(issued.token, str(issued.text))


class TestAChangedPassword:
    TYPED = {"password1": CHOSEN, "password2": CHOSEN}

    def test_asks_whether_to_revoke_tokens(self, administrator: Client, ed: User, editor: Client) -> None:
        cms = token_of(ed)
        assert administrator.post(password_page(ed), self.TYPED).context["form"].errors.keys() == {"tokens"}

        assert administrator.post(password_page(ed), {**self.TYPED, "tokens": "keep"}).status_code == 302
        assert cms.get("claims/").status_code == 200
        assert editor.get(reverse("admin:index")).status_code == 302
        assert GivenPassword.objects.get().user == ed

        assert administrator.post(password_page(ed), {**self.TYPED, "tokens": "revoke"}).status_code == 302
        assert cms.get("claims/").status_code == 401

    def test_changing_ones_own_asks_too_and_keeps_the_session(self, ed: User, editor: Client) -> None:
        cms, other = token_of(ed), signed_in("ed", "ed-pass-1")
        typed = {"old": "ed-pass-1", **self.TYPED}
        assert editor.post(OWN, typed).context["form"].errors.keys() == {"tokens"}
        assert editor.post(OWN, {**typed, "old": "a guess", "tokens": "keep"}).context["form"].errors.keys() == {"old"}

        assert editor.post(OWN, {**typed, "tokens": "revoke"}).status_code == 302

        assert editor.get(reverse("admin:index")).status_code == 200
        assert other.get(reverse("admin:index")).status_code == 302
        assert cms.get("claims/").status_code == 401
        assert ApiToken.objects.get().revoked_by == "user:ed"

    def test_without_tokens_it_asks_nothing(self, administrator: Client, ed: User) -> None:
        issue_token(ed, "Old", ["claims:read"], at=timezone.now() - timedelta(days=91), actor="user:boss")

        assert "tokens" not in administrator.get(password_page(ed)).context["form"].fields
        assert administrator.post(password_page(ed), self.TYPED).status_code == 302

    def test_is_ones_own_page_for_oneself(self, administrator: Client) -> None:
        adm = User.objects.get(username="adm")

        assert administrator.get(password_page(adm))["Location"] == OWN
