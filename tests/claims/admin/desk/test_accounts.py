"""Accounts on the desk: made by an administrator, given no more than they have, and closed with all that was open."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.models import WebhookSubscription
from claims.operations.desk.roles import ADMINISTRATOR, EDITOR, VIEWER, ensure_role
from claims.operations.webhooks.subscriptions import subscribe
from claims.verification import Change
from factcheck.access.operations import issue_token
from tests.factcheck.api.asking import Caller
from tests.factcheck.signin.signing_in import code_of, devices, give_app, sign_in

ADD, OWN = reverse("admin:auth_user_add"), reverse("admin:password_change")
FIRST, CHOSEN = "Lighthouse-41-first", "Meadow-87-of-my-own"


def page(person: User) -> str:
    return reverse("admin:auth_user_change", args=[person.pk])


def password_page(person: User) -> str:
    return reverse("admin:auth_user_password_change", args=[person.pk])


def make(client: Client, name: str = "zed", role: str = EDITOR, **typed: str) -> Any:
    data = {"username": name, "groups": [ensure_role(role).pk], "password1": FIRST, "password2": FIRST, **typed}
    return client.post(ADD, data)


def signed_in(name: str, password: str) -> Client:
    client = Client()
    assert client.login(username=name, password=password)
    return client


def changed(client: Client, person: User, **typed: Any) -> Any:
    """Send the form of an account as it stands, with changes; None takes a tick away."""
    shown = client.get(page(person)).context["adminform"].form
    values = {name: shown[name].value() for name in shown.fields if name != "password"}
    stamps = {f"{name}_{part}": "" for name in ("last_login", "date_joined") for part in (0, 1)}
    joined = timezone.localtime(person.date_joined)
    stamps |= {"date_joined_0": f"{joined:%Y-%m-%d}", "date_joined_1": f"{joined:%H:%M:%S}"}
    sent = {**values, **stamps, **typed}
    return client.post(page(person), {name: value for name, value in sent.items() if value not in (None, False)})


def token_of(person: User) -> Caller:
    issued = issue_token(person, "The CMS", ["claims:read"], at=timezone.now(), actor="user:boss")
    return Caller(issued.token, str(issued.text))


class TestSomebodyNew:
    def test_is_made_by_an_administrator_with_a_role(self, administrator: Client) -> None:
        fields = administrator.get(ADD).context["adminform"].form.fields
        assert list(fields) == ["username", "first_name", "last_name", "email", "groups", "password1", "password2"]

        sent = make(administrator)

        assert sent.status_code == 302, sent.context["adminform"].form.errors
        zed = User.objects.get(username="zed")
        assert (zed.is_staff, zed.is_active, zed.is_superuser, [one.name for one in zed.groups.all()]) == (
            True, True, False, [EDITOR],
        )  # fmt: skip

    @pytest.mark.parametrize("typed", [{"password1": "", "password2": ""}, {"password2": "another"}, {"username": "adm"}])
    def test_is_not_made_without_a_password_or_a_name_of_their_own(self, administrator: Client, typed: Any) -> None:
        assert make(administrator, **typed).status_code == 200
        assert not User.objects.filter(username="zed").exists()

    def test_chooses_a_password_before_anything_else(self, administrator: Client) -> None:
        make(administrator)
        zed = signed_in("zed", FIRST)
        assert zed.get(reverse("admin:index"))["Location"] == OWN
        assert zed.get("/api/v1/claims/").status_code == 403
        assert b"Somebody else" in zed.get(OWN).content

        typed = {"old": FIRST, "password1": CHOSEN, "password2": CHOSEN}
        same = zed.post(OWN, {**typed, "password1": FIRST, "password2": FIRST})
        assert same.context["form"].errors.keys() == {"password1"}
        assert zed.post(OWN, typed).status_code == 302

        assert zed.get(reverse("admin:index")).status_code == 200
        assert zed.get("/api/v1/claims/").status_code == 200
        assert not Client().login(username="zed", password=FIRST)

    def test_gets_no_more_permissions_than_their_creator(self, administrator: Client) -> None:
        everything = Group.objects.create(name="Everything")
        everything.permissions.set(ensure_role(ADMINISTRATOR).permissions.model.objects.all())

        assert make(administrator, groups=[everything.pk], is_superuser="on").context["adminform"].form.errors.keys() == {
            "groups"
        }
        make(administrator, is_superuser="on")
        assert not User.objects.get(username="zed").is_superuser


class TestSuperusers:
    def test_only_a_superuser_can_change_them(self, administrator: Client, superuser: Client) -> None:
        boss = User.objects.get(username="boss")

        assert administrator.post(page(boss), {"username": "boss", "is_active": ""}).status_code == 403
        assert administrator.get(password_page(boss)).status_code == 403
        typed = {"password1": FIRST, "password2": FIRST}
        assert administrator.post(password_page(boss), typed).status_code == 403
        assert superuser.get(page(boss)).status_code == 200

    def test_only_a_superuser_creates_them(self, administrator: Client, ed: User) -> None:
        adm = User.objects.get(username="adm")

        for person in (adm, ed):
            assert changed(administrator, person, is_superuser="on").status_code == 302

        assert not User.objects.filter(is_superuser=True).exists()


@pytest.mark.parametrize("left", ["is_active", "is_staff"])
class TestWhoLeaves:
    def test_has_no_session_token_or_webhook_left(self, administrator: Client, ed: User, editor: Client, left: str) -> None:
        cms = token_of(ed)
        give_app(ed)
        subscribe("The CMS", "https://cms.example/hook", Change(timezone.now(), "user:ed", "made", "", ed.pk))
        assert (editor.get(reverse("admin:index")).status_code, cms.get("claims/").status_code) == (200, 200)

        assert changed(administrator, ed, **{left: None}).status_code == 302

        assert editor.get(reverse("admin:index")).status_code == 302
        assert editor.get("/api/v1/claims/").status_code == 401
        assert cms.get("claims/").status_code == 401
        assert WebhookSubscription.objects.get().paused_at is not None
        assert devices(ed) == []
        assert changed(administrator, ed, **{left: "on"}).status_code == 302
        assert editor.get(reverse("admin:index")).status_code == 302
        assert cms.get("claims/").status_code == 401

    def test_from_a_shell_is_refused_all_the_same(self, ed: User, editor: Client, left: str) -> None:
        cms = token_of(ed)

        User.objects.filter(pk=ed.pk).update(**{left: False})

        assert editor.get(reverse("admin:index")).status_code == 302
        assert editor.get("/api/v1/claims/").status_code == 401
        assert cms.get("claims/").status_code == 401


class TestWhoLosesTheLastRole:
    def test_has_left(self, administrator: Client, ed: User, editor: Client) -> None:
        cms, secret = token_of(ed), give_app(ed)
        half_way, _ = sign_in("ed")

        assert changed(administrator, ed, groups=None).status_code == 302

        assert editor.get(reverse("admin:index")).status_code == 302
        assert editor.get("/api/v1/claims/").status_code == 401
        assert cms.get("claims/").status_code == 401
        half_way.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
        assert half_way.get(reverse("admin:index")).status_code == 302

    def test_and_who_gets_another_has_not(self, administrator: Client, ed: User, editor: Client) -> None:
        cms = token_of(ed)

        assert changed(administrator, ed, groups=[ensure_role(VIEWER).pk]).status_code == 302

        assert editor.get(reverse("admin:index")).status_code == 200
        assert cms.get("claims/").status_code == 200
