"""Administrators read the sign-in log, end sessions, and remove lost second factors; nobody else does."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from factcheck.signin.models import DeskSession, SignIn
from tests.factcheck.signin.signing_in import devices, give_app, sign_in

LOG = reverse("admin:signin_signin_changelist")


def page_of(person: User) -> str:
    return reverse("admin:auth_user_sign_in", args=[person.pk])


def test_the_log_says_who_how_and_from_where(administrator: Client, ed: User) -> None:
    sign_in("ed")
    sign_in("a-stranger", "x")
    shown = administrator.get(LOG).content.decode()
    assert "wrong password" in shown
    assert "127.0.0.0/24" in shown
    assert "a-stranger" not in shown
    assert administrator.get(LOG, {"outcome": "wrong_password"}).context["cl"].result_count == 1
    row = SignIn.objects.filter(user=ed).latest("pk")
    assert administrator.get(reverse("admin:signin_signin_change", args=[row.pk])).status_code == 200


def test_only_administrators_read_it(senior: Client, ed: User) -> None:
    assert senior.get(LOG).status_code == 403
    assert senior.get(page_of(ed)).status_code == 403


def test_nobody_changes_it(superuser: Client) -> None:
    row = SignIn.objects.get()
    assert superuser.get(reverse("admin:signin_signin_add")).status_code == 403
    assert superuser.post(reverse("admin:signin_signin_change", args=[row.pk]), {"outcome": "x"}).status_code == 403
    assert superuser.post(reverse("admin:signin_signin_delete", args=[row.pk])).status_code == 403


def test_secrets_of_devices_have_no_page() -> None:
    assert [model for model in admin.site._registry if model.__module__.startswith("allauth")] == []


def test_sessions_of_somebody_end(administrator: Client, ed: User) -> None:
    first, second = sign_in("ed")[0], sign_in("ed")[0]
    shown = administrator.get(page_of(ed))
    keys = set(DeskSession.objects.values_list("session_key", flat=True))
    assert not [key for key in keys if key in shown.content.decode()]
    handle = shown.context["sessions"][0]["handle"]  # the last one used
    assert administrator.post(page_of(ed), {"session": handle})["Location"] == page_of(ed)
    assert [first.get("/admin/").status_code, second.get("/admin/").status_code] == [200, 302]
    administrator.post(page_of(ed), {"all": "1"})
    assert first.get("/admin/").status_code == 302
    assert list(SignIn.objects.filter(outcome="sessions_ended").values_list("user", "actor")) == [(ed.pk, "user:adm")] * 2
    assert administrator.get("/admin/").status_code == 200


def test_lost_second_factors_are_removed_for_a_reason(administrator: Client, ed: User) -> None:
    give_app(ed)
    assert administrator.post(page_of(ed), {"reason": ""}).context["form"].errors.keys() == {"reason"}
    assert devices(ed) == ["totp"]
    assert administrator.post(page_of(ed), {"reason": "lost the phone"}).status_code == 302
    assert devices(ed) == []
    row = SignIn.objects.get(outcome="devices_removed")
    assert (row.user, row.way, row.actor, row.reason) == (ed, "by_administrator", "user:adm", "lost the phone")
    assert "lost the phone" in administrator.get(page_of(ed)).content.decode()
    assert sign_in("ed")[0].get("/admin/").status_code == 200


@pytest.mark.parametrize("sent", [{"all": "1"}, {"reason": "why"}])
def test_those_of_a_superuser_are_only_a_superusers(administrator: Client, superuser: Client, sent: dict[str, str]) -> None:
    boss = User.objects.get(username="boss")
    give_app(boss)
    assert administrator.post(page_of(boss), sent).status_code == 403
    assert superuser.get("/admin/").status_code == 200
    assert devices(boss) == ["totp"]


def test_the_page_of_a_user_leads_there(administrator: Client, ed: User) -> None:
    shown = administrator.get(reverse("admin:auth_user_change", args=[ed.pk])).content.decode()
    assert 'href="../sign-in/"' in shown
    assert administrator.get(page_of(ed)).status_code == 200
    assert administrator.get(reverse("admin:auth_user_sign_in", args=[999_999])).status_code == 404
