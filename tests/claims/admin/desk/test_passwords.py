"""Passwords: chosen by their owners, and a change ends what was open."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factcheck.access.models import ApiToken, GivenPassword
from factcheck.access.operations import issue_token
from factcheck.signin.models import SignIn
from tests.factcheck.api.asking import Caller

OWN, TOKENS = reverse("admin:password_change"), reverse("admin:auth_user_own_tokens")
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

    def test_is_logged_with_the_decision_about_tokens(self, administrator: Client, ed: User) -> None:
        token_of(ed)
        administrator.post(password_page(ed), {**self.TYPED, "tokens": "revoke"})

        row, token = SignIn.objects.get(user=ed), ApiToken.objects.get()
        assert (row.outcome, row.way, row.actor) == ("tokens_revoked", "by_administrator", "user:adm")
        assert row.reason == f"Revoked: {token}."

    def test_without_tokens_it_asks_nothing(self, administrator: Client, ed: User) -> None:
        issue_token(ed, "Old", ["claims:read"], at=timezone.now() - timedelta(days=91), actor="user:boss")

        assert "tokens" not in administrator.get(password_page(ed)).context["form"].fields
        assert administrator.post(password_page(ed), self.TYPED).status_code == 302

    def test_is_ones_own_page_for_oneself(self, administrator: Client) -> None:
        adm = User.objects.get(username="adm")

        assert administrator.get(password_page(adm))["Location"] == OWN


class TestOnesOwnNewPassword:
    TYPED = {"old": "ed-pass-1", "password1": CHOSEN, "password2": CHOSEN}

    def test_is_followed_by_the_page_of_tokens(self, ed: User, editor: Client) -> None:
        cms, other = token_of(ed), signed_in("ed", "ed-pass-1")
        assert editor.post(OWN, {**self.TYPED, "old": "a guess"}).context["form"].errors.keys() == {"old"}

        answer = editor.post(OWN, self.TYPED, follow=True)

        assert answer.redirect_chain == [(TOKENS, 302)]
        assert [str(one) for one in answer.context["messages"]] == [
            "Your password is changed, and your other sessions are ended."
        ]
        assert answer.context["form"]["revoked"].initial == [cms.token.key]
        assert f"The CMS ({cms.token.key}…) – never used – claims:read" in answer.content.decode()
        assert other.get(reverse("admin:index")).status_code == 302
        assert cms.get("claims/").status_code == 200

    def test_revokes_the_ticked_tokens_and_logs_it(self, ed: User, editor: Client) -> None:
        leaked, kept, others = token_of(ed), token_of(ed), token_of(User.objects.create_user("eve", is_staff=True))

        editor.post(TOKENS, {"revoked": [leaked.token.key]})

        assert set(ApiToken.objects.filter(revoked_at=None)) == {kept.token, others.token}
        assert ApiToken.objects.get(pk=leaked.token.pk).revoked_by == "user:ed"
        row = SignIn.objects.get(outcome__startswith="tokens_")
        assert (row.user, row.outcome, row.way, row.actor) == (ed, "tokens_revoked", "password", "user:ed")
        assert row.reason == f"Revoked: {leaked.token}. Kept: {kept.token}."

    def test_may_keep_all_and_logs_that_too(self, ed: User, editor: Client) -> None:
        cms = token_of(ed)

        editor.post(TOKENS, {})

        assert cms.get("claims/").status_code == 200
        assert SignIn.objects.exclude(reason="").values_list("outcome", "reason").get() == (
            "tokens_kept",
            f"Kept: {cms.token}.",
        )

    def test_cannot_touch_the_tokens_of_others(self, ed: User, editor: Client) -> None:
        token_of(ed)
        cms = token_of(User.objects.create_user("eve", is_staff=True))

        assert editor.post(TOKENS, {"revoked": [cms.token.key]}).context["form"].errors.keys() == {"revoked"}
        assert ApiToken.objects.filter(revoked_at=None).count() == 2

    def test_without_tokens_asks_nothing(self, editor: Client) -> None:
        assert editor.post(OWN, self.TYPED)["Location"] == reverse("admin:password_change_done")
        assert editor.get(TOKENS)["Location"] == reverse("admin:index")
        assert not SignIn.objects.filter(outcome__startswith="tokens_").exists()
