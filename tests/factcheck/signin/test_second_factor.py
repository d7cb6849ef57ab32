"""A role that needs a second factor opens nothing before it: no page of the admin, and not the API."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from claims.operations.desk.roles import ADMINISTRATOR, SENIOR, ensure_role
from factcheck.access.accounts import GivenPassword
from factcheck.api.document import operations
from factcheck.signin.models import SignIn
from tests.factcheck.signin.signing_in import code_of, devices, give_app, recovery_codes, sign_in, signed_in_with_code

SET_UP, CODE, PASSKEY = "/admin/account/set-up/", "/admin/account/again/code/", "/admin/account/again/passkey/"


@pytest.fixture(autouse=True)
def _roles(settings: Any) -> None:
    settings.MFA_ROLES = (ADMINISTRATOR, SENIOR)


def leads_to(client: Client, address: str) -> str:
    return str(client.get(address).headers.get("Location", "")).partition("?")[0]


def pages() -> list[str]:
    """Return an address for each page of the site but those of the API."""

    def walk(patterns: Any, before: str) -> Any:
        for each in patterns:
            if isinstance(each, URLResolver):
                yield from walk(each.url_patterns, before + _plain(each))
            elif isinstance(each, URLPattern):
                yield before + _plain(each)

    found = {f"/{address}" for address in walk(get_resolver().url_patterns, "")}
    return sorted(address for address in found if not address.startswith("/api/"))


def _plain(pattern: Any) -> str:
    """Return the address of a pattern, with a number in the place of what varies."""
    text = str(pattern.pattern)
    for begin, end in (("<", ">"), ("(?P<", ")")):
        while begin in text:
            head, _, tail = text.partition(begin)
            text = f"{head}1{tail.partition(end)[2]}"
    return text.replace("^", "").replace("$", "").replace("\\Z", "")


#: Pages for whoever must still show or set up a second factor, and pages that end in them.
OPEN = {
    "/language/setlang/", "/admin/account/login/", "/admin/account/logout/", "/admin/login/", "/admin/logout/",
    "/admin/jsi18n/",
}  # fmt: skip
ADDING = {SET_UP, "/admin/account/app/add/", "/admin/account/passkeys/add/", "/admin/account/again/"}
SHOWING = {CODE, PASSKEY}


class TestEveryPage:
    @pytest.mark.once
    @pytest.mark.parametrize("has_device", [False, True])
    def test_is_closed_before(self, sen: User, senior: Client, has_device: bool) -> None:
        if has_device:
            give_app(sen)
        asks = CODE if has_device else SET_UP
        known = pages()
        assert len(known) > 150
        closed = [address for address in known if address not in OPEN | (SHOWING if has_device else ADDING)]
        assert [address for address in closed if leads_to(senior, address) != asks] == []
        sent = {address: senior.post(address).headers.get("Location", "").partition("?")[0] for address in closed}
        assert {address: where for address, where in sent.items() if where != asks} == {}

    def test_of_the_api_refuses_the_session(self, senior: Client, settings: Any) -> None:
        settings.API_ANONYMOUS_PER_MINUTE = 10_000
        answers = {}
        for path, method, _op in operations():
            address = re.sub(r"\{\w+\}", "1", path)
            answers[method, path] = senior.generic(method.upper(), address, b"{}", "application/json")
        wrong = {key: answer.status_code for key, answer in answers.items() if answer.status_code != 403}
        assert len(answers) > 100
        assert wrong == {}
        assert "second factor" in next(iter(answers.values())).json()["detail"]

    def test_is_open_to_other_roles(self, editor: Client) -> None:
        assert editor.get("/admin/").status_code == 200
        assert editor.get("/api/v1/claims/").status_code == 200


def test_nothing_but_sets_up_and_shows_lets_in(sen: User) -> None:
    client, answer = sign_in("sen", next="/admin/claims/claim/")
    asked = client.get(answer["Location"])
    assert asked["Location"] == f"{SET_UP}?next=%2Fadmin%2Fclaims%2Fclaim%2F"
    add = reverse("mfa_activate_totp")
    secret = client.get(add).context["form"].secret
    assert client.post(add, {"code": "000000"}).status_code == 200
    assert leads_to(client, "/admin/") == SET_UP
    assert client.post(add, {"code": code_of(secret)}).status_code == 302
    assert client.get("/admin/").status_code == 200
    assert client.get("/api/v1/claims/").status_code == 200


def test_a_session_from_before_is_asked_for_the_device(sen: User, senior: Client) -> None:
    secret = give_app(sen)
    assert leads_to(senior, "/admin/") == CODE
    assert senior.post(f"{CODE}?next=/admin/flags/", {"code": code_of(secret)})["Location"] == "/admin/flags/"
    assert senior.get("/admin/").status_code == 200


def test_a_recovery_code_stands_in_for_the_device(sen: User, senior: Client) -> None:
    give_app(sen)
    assert senior.post(CODE, {"code": recovery_codes(sen)[0]}).status_code == 302
    assert senior.get("/admin/").status_code == 200


def test_a_wrong_code_is_logged_and_lets_nobody_in(sen: User, senior: Client) -> None:
    give_app(sen)
    assert senior.post(CODE, {"code": "123"}).status_code == 200
    assert leads_to(senior, "/admin/") == CODE
    assert SignIn.objects.latest("pk").outcome == "wrong_code"


def test_the_password_again_is_no_second_factor(sen: User, senior: Client) -> None:
    again = "/admin/account/again/"
    senior.post(again, {"password": "sen-pass-1"})
    assert leads_to(senior, "/admin/") == SET_UP
    give_app(sen)
    assert leads_to(senior, again) == CODE


def test_who_has_only_passkeys_is_asked_for_one(sen: User, senior: Client) -> None:
    Authenticator.objects.create(user=sen, type=Authenticator.Type.WEBAUTHN, data={"name": "key"})
    assert leads_to(senior, "/admin/") == PASSKEY


def test_a_role_given_later_asks_from_then_on(ed: User, editor: Client) -> None:
    assert editor.get("/admin/").status_code == 200
    ed.groups.add(ensure_role(ADMINISTRATOR))
    assert leads_to(editor, "/admin/") == SET_UP
    assert editor.get("/api/v1/claims/").status_code == 403


def test_superusers_are_asked_too(superuser: Client) -> None:
    assert leads_to(superuser, "/admin/") == SET_UP


@pytest.mark.parametrize(("roles", "where"), [(("all",), SET_UP), ((), "")])
def test_all_and_none(settings: Any, viewer: Client, roles: Any, where: str) -> None:
    settings.MFA_ROLES = roles
    assert leads_to(viewer, "/admin/") == where


def test_a_first_password_is_changed_before_a_device_is_added(sen: User, senior: Client, now: Any) -> None:
    GivenPassword.objects.create(user=sen, at=now, given_by="user:boss")
    own = reverse("admin:password_change")
    assert {leads_to(senior, address) for address in ("/admin/", SET_UP, "/admin/account/app/add/", "/admin/account/")} == {own}
    assert senior.get(own).status_code == 200


def test_the_last_device_of_a_role_that_needs_one_stays(sen: User) -> None:
    client = signed_in_with_code(sen, give_app(sen))
    remove = reverse("mfa_deactivate_totp")
    assert "Add another device" in client.get(remove).content.decode()
    client.post(remove)
    assert devices(sen) == ["totp"]
    key = Authenticator.objects.create(user=sen, type=Authenticator.Type.WEBAUTHN, data={"name": "key"})
    client.post(remove)
    assert devices(sen) == ["webauthn"]
    client.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert devices(sen) == ["webauthn"]


def test_a_token_needs_none(sen: User) -> None:
    from tests.claims.admin.desk.test_accounts import token_of

    assert token_of(sen).get("claims/").status_code == 200


def test_it_costs_no_query(sen: User, settings: Any) -> None:
    client = signed_in_with_code(sen, give_app(sen))

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/admin/password_change/").status_code == 200
        return len(seen)

    asked = queries()
    settings.MFA_ROLES = ()
    assert queries() == asked
