"""The pages of sign-in: password, codes, recovery codes, devices and sessions."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from factcheck.signin.models import DeskSession, SignIn
from tests.factcheck.signin.signing_in import LOGIN, code_of, devices, give_app, recovery_codes, sign_in

pytestmark = pytest.mark.usefixtures("ed", "sen")

DESK, OWN, SECOND = "/admin/", "/admin/account/", "/admin/account/login/second-factor/"


def attempts() -> list[tuple[str, str, str]]:
    return list(SignIn.objects.order_by("pk").values_list("outcome", "way", "second"))


class TestPassword:
    def test_lets_in_and_leads_where_somebody_wanted_to_go(self) -> None:
        client, answer = sign_in("ed", next="/admin/claims/claim/?q=arms")
        assert (answer.status_code, answer["Location"]) == (302, "/admin/claims/claim/?q=arms")
        assert client.get(DESK).status_code == 200
        assert attempts() == [("signed_in", "password", "")]

    @pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
    def test_leads_to_no_other_site(self, elsewhere: str) -> None:
        assert sign_in("ed", next=elsewhere)[1]["Location"] == DESK

    def test_that_is_wrong_does_not(self) -> None:
        client, answer = sign_in("ed", "wrong")
        assert "The user name or the password is wrong" in answer.content.decode()
        assert b"wrong-pass" not in sign_in("ed", "wrong-pass")[1].content
        assert client.get(DESK)["Location"] == f"{reverse('admin:login')}?next=/admin/"
        assert attempts() == [("wrong_password", "password", "")] * 2

    @pytest.mark.parametrize("closed", ["is_active", "is_staff"])
    def test_of_a_closed_account_does_not(self, ed: User, closed: str) -> None:
        User.objects.filter(pk=ed.pk).update(**{closed: False})
        assert sign_in("ed")[1].status_code == 200
        assert attempts() == [("wrong_password", "password", "")]

    def test_of_an_unknown_name_is_logged_without_the_name(self) -> None:
        for typed in ("hunter2-in-the-wrong-field", "hunter2-in-the-wrong-field", "other"):
            sign_in(typed, "x")
        rows = list(SignIn.objects.order_by("pk").values_list("user", "typed"))
        assert [user for user, _ in rows] == [None] * 3
        assert rows[0][1] == rows[1][1] != rows[2][1]
        assert "hunter2" not in str(list(SignIn.objects.values()))


class TestAdminsOwnPage:
    def test_leads_to_the_page_of_sign_in_and_keeps_where_to_go(self) -> None:
        answer = Client().get(f"{reverse('admin:login')}?next=/admin/claims/claim/")
        assert answer["Location"] == f"{LOGIN}?next=%2Fadmin%2Fclaims%2Fclaim%2F"

    def test_takes_no_password(self) -> None:
        client = Client()
        client.post(reverse("admin:login"), {"username": "ed", "password": "ed-pass-1", "next": DESK})
        assert client.get(DESK).status_code == 302
        assert attempts() == []


class TestSecondFactor:
    def test_is_asked_of_whoever_has_one(self, ed: User) -> None:
        secret = give_app(ed)
        client, answer = sign_in("ed", next="/admin/claims/claim/")
        assert answer["Location"].startswith(SECOND)
        assert client.get(DESK).status_code == 302
        assert client.post(SECOND, {"code": "000000"}).status_code == 200
        assert client.post(SECOND, {"code": code_of(secret)})["Location"] == "/admin/claims/claim/"
        assert client.get(DESK).status_code == 200
        assert attempts() == [("wrong_code", "password", ""), ("signed_in", "password", "totp")]

    def test_is_not_taken_twice(self, ed: User) -> None:
        secret = give_app(ed)
        code = code_of(secret)
        for status in (302, 200):
            client, _ = sign_in("ed")
            assert client.post(SECOND, {"code": code}).status_code == status

    def test_may_be_a_recovery_code_once(self, ed: User) -> None:
        give_app(ed)
        code = recovery_codes(ed)[0]
        for status in (302, 200):
            client, _ = sign_in("ed")
            assert client.post(SECOND, {"code": code}).status_code == status
        assert attempts() == [("signed_in", "password", "recovery_code"), ("wrong_code", "password", "")]

    def test_of_an_account_closed_meanwhile_lets_nobody_in(self, ed: User) -> None:
        secret = give_app(ed)
        client, _ = sign_in("ed")
        User.objects.filter(pk=ed.pk).update(is_staff=False)
        assert client.post(SECOND, {"code": code_of(secret)})["Location"] == LOGIN
        assert b"This account is closed" in client.get(LOGIN).content
        assert attempts()[-1][0] == "refused_sign_in"

    def test_after_a_password_that_was_changed_meanwhile_lets_nobody_in(self, ed: User) -> None:
        secret = give_app(ed)
        client, _ = sign_in("ed")
        ed.set_password("another-pass-1")
        ed.save()
        assert client.post(SECOND, {"code": code_of(secret)})["Location"] == LOGIN
        assert client.get(DESK).status_code == 302

    def test_cannot_be_guessed(self, ed: User) -> None:
        secret = give_app(ed)
        client, _ = sign_in("ed")
        for _ in range(5):
            client.post(SECOND, {"code": "000000"})
        assert client.post(SECOND, {"code": code_of(secret)}).status_code == 200
        assert attempts()[-1][0] == "throttled"


class TestSettingUp:
    def test_an_app_shows_recovery_codes_once(self, ed: User) -> None:
        editor, _ = sign_in("ed")
        add = reverse("mfa_activate_totp")
        secret = editor.get(add).context["form"].secret
        assert editor.post(add, {"code": code_of(secret)})["Location"] == reverse("mfa_view_recovery_codes")
        assert devices(ed) == ["recovery_codes", "totp"]
        codes = reverse("mfa_view_recovery_codes")
        assert len(editor.get(codes).context["unused_codes"]) == 10
        assert set(editor.get(codes).context["unused_codes"]) == {"****"}
        assert editor.get(OWN).status_code == 200

    def test_secrets_are_encrypted(self, ed: User) -> None:
        secret = give_app(ed)
        assert secret not in str(list(ed.authenticator_set.values()))

    def test_a_changed_key_makes_codes_wrong_and_breaks_nothing(self, ed: User, settings: Any) -> None:
        secret = give_app(ed)
        settings.MFA_KEYS = ("another",)
        client, _ = sign_in("ed")
        assert client.post(SECOND, {"code": code_of(secret)}).status_code == 200

    def test_asks_again_who_it_is_after_minutes(self, editor: Client) -> None:
        assert editor.get(reverse("mfa_activate_totp"))["Location"].startswith(reverse("account_reauthenticate"))
        again = reverse("account_reauthenticate")
        assert editor.post(again, {"password": "wrong"}).status_code == 200
        assert editor.post(f"{again}?next=/admin/account/app/add/", {"password": "ed-pass-1"}).status_code == 302
        assert editor.get(reverse("mfa_activate_totp")).status_code == 200


class TestSessions:
    def test_are_listed_and_end_one_by_one(self) -> None:
        first, _ = sign_in("ed", client=Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}))
        second, _ = sign_in("ed")
        shown = second.get(OWN)
        assert "Firefox, Linux" in shown.content.decode()
        other = next(each for each in shown.context["sessions"] if not each["is_this"])
        assert other["row"].session_key not in shown.content.decode()
        end = reverse("signin_end_session")
        assert second.post(end, {"session": other["handle"]}).status_code == 302
        assert (first.get(DESK).status_code, second.get(DESK).status_code) == (302, 200)
        assert second.post(end, {"session": other["handle"]}).status_code == 404

    def test_of_others_cannot_be_ended(self, senior: Client) -> None:
        client, _ = sign_in("ed")
        handle = senior.get(OWN).context["sessions"][0]["handle"]
        assert client.post(reverse("signin_end_session"), {"session": handle}).status_code == 404
        assert senior.get(DESK).status_code == 200

    def test_end_all_but_this_one(self, ed: User, senior: Client) -> None:
        clients = [sign_in("ed")[0] for _ in range(3)]
        clients[0].post(reverse("signin_end_session"), {"others": "1"})
        assert [client.get(DESK).status_code for client in (*clients, senior)] == [200, 302, 302, 200]
        assert DeskSession.objects.filter(user=ed).count() == 1


def test_the_page_calls_the_desk_by_its_name(settings: Any) -> None:
    settings.DESK_NAME = "Evening Post"
    shown = Client().get(LOGIN).content.decode()
    assert " | Evening Post</title>" in shown
    assert "Fact desk" not in shown


def test_nobody_signs_up_or_asks_for_a_password_by_mail(db: None) -> None:
    for address in ("signup/", "password/reset/", "email/", "social/signup/", "login/oidc/callback/"):
        assert Client().get(f"{OWN}{address}").status_code in (302, 404), address
    assert User.objects.count() == 2


def test_a_new_password_ends_the_other_sessions_and_their_rows(ed: User) -> None:
    here, there = sign_in("ed")[0], sign_in("ed")[0]
    typed = {"old": "ed-pass-1", "password1": "Meadow-87-of-my-own", "password2": "Meadow-87-of-my-own"}
    assert here.post(reverse("admin:password_change"), typed).status_code == 302
    assert [client.get(DESK).status_code for client in (here, there)] == [200, 302]
    assert DeskSession.objects.filter(user=ed).count() == 1
    assert len(here.get(OWN).context["sessions"]) == 1
