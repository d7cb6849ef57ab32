"""Tokens of the API on the desk: shown once, replaced, revoked, and never for somebody who may do more."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from factcheck.access.models import ApiToken
from tests.factcheck.api.asking import Caller

LIST, ADD = (reverse(f"admin:access_apitoken_{page}") for page in ("changelist", "add"))


def make(maker: Client, person: User, **typed: Any) -> Any:
    data = {"name": "The CMS", "user": person.pk, "scopes": ["claims:read"], "days": 30, "networks": "", **typed}
    return maker.post(ADD, data)


def shown(page: Any) -> str:
    found = re.search(r'value="(fct_[^"]+)"', page.content.decode())
    assert found is not None, page.content.decode()
    return found[1]


@pytest.fixture
def made(administrator: Client, ed: User) -> Caller:
    page = make(administrator, ed, networks="127.0.0.0/8\n2001:db8::/32")
    assert "no-store" in page["Cache-Control"]
    return Caller(ApiToken.objects.get(), shown(page))


def test_it_is_shown_once_and_works(made: Caller, administrator: Client) -> None:
    assert made.get("claims/").status_code == 200
    assert (made.token.created_by, made.token.networks) == ("user:adm", ["127.0.0.0/8", "2001:db8::/32"])
    change = reverse("admin:access_apitoken_change", args=[made.token.pk])
    for address in (LIST, change):
        page = administrator.get(address).content.decode()
        assert made.token.key in page
        assert made.text.rpartition("_")[2] not in page
        assert made.token.digest not in page


def test_it_is_replaced_and_both_work_for_a_while(made: Caller, administrator: Client) -> None:
    page = administrator.post(reverse("admin:access_apitoken_replace", args=[made.token.pk]), {"hours": 2})
    new = Caller(ApiToken.objects.latest("id"), shown(page))
    assert {made.get("claims/").status_code, new.get("claims/").status_code} == {200}


def test_it_is_revoked_with_a_reason(made: Caller, administrator: Client) -> None:
    revoke = reverse("admin:access_apitoken_revoke", args=[made.token.pk])
    assert administrator.post(revoke, {"reason": ""}).status_code == 200
    assert made.get("claims/").status_code == 200
    assert administrator.post(revoke, {"reason": "Found in a log."}).status_code == 302
    assert made.get("claims/").status_code == 401
    token = ApiToken.objects.get()
    assert (token.revoked_by, token.revoked_reason) == ("user:adm", "Found in a log.")


def test_a_token_for_a_user_with_more_permissions_is_rejected(administrator: Client) -> None:
    boss = User.objects.create_superuser("boss")
    page = make(administrator, boss)
    assert "has more permissions than you" in page.content.decode()
    assert not ApiToken.objects.exists()


def test_what_does_not_fit_is_said_at_its_field_with_nothing_lost(administrator: Client, ed: User) -> None:
    page = make(administrator, ed, networks="10.0.0.1/8", name="Front page")
    assert "is not a network" in page.content.decode()
    assert "Front page" in page.content.decode()


def test_editors_make_none(editor: Client, ed: User) -> None:
    assert make(editor, ed).status_code == 403
    assert editor.get(LIST).status_code == 403
