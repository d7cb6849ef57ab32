"""Signing in at the newsroom's provider, over HTTP: for accounts that an administrator made, and for nobody else."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claims.operations.desk.roles import EDITOR
from factcheck.access.accounts import GivenPassword, give_password
from factcheck.signin.models import DeskSession, SignIn
from tests.factcheck.signin import oidc_provider
from tests.factcheck.signin.signing_in import LOGIN, code_of, give_app

BEGIN, DESK = reverse("signin_oidc"), "/admin/"
ED = {"sub": "ed-17", "email": "Ed@news.example", "email_verified": True, "name": "Edna"}


@pytest.fixture(scope="module")
def running() -> Iterator[oidc_provider.Provider]:
    with oidc_provider.running() as provider:
        yield provider


@pytest.fixture
def provider(running: oidc_provider.Provider, settings: Any, ed: User) -> oidc_provider.Provider:
    configure(settings, running.url)
    User.objects.filter(pk=ed.pk).update(email="ed@news.example")
    running.says(**ED)
    running.asked.clear()
    return running


def configure(settings: Any, issuer: str, number: str = "oidc-one") -> None:
    settings.OIDC_ISSUER, settings.OIDC_NAME, settings.OIDC_PROVIDER_ID = issuer, "Newsroom", number
    app = {
        "provider_id": number, "name": "Newsroom", "client_id": oidc_provider.CLIENT, "secret": oidc_provider.SECRET,
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


def fetched(address: str) -> str:
    """Ask the provider as a browser does, and return where it leads."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=5)
    connection.request("GET", f"{parts.path}?{parts.query}")
    return str(connection.getresponse().headers["Location"])


def come_in(client: Client | None = None, following: str = "") -> tuple[Client, Any]:
    client = client or Client()
    shown = client.post(BEGIN, {"next": following} if following else {})
    return client, client.get(fetched(shown.context["address"]))


def last() -> tuple[str, str]:
    row = SignIn.objects.latest("pk")
    return row.outcome, row.way


def test_the_page_of_sign_in_offers_it_only_if_it_is_set_up(provider: Any, settings: Any) -> None:
    assert "Sign in with Newsroom" in Client().get(LOGIN).content.decode()
    settings.OIDC_ISSUER = ""
    assert "Newsroom" not in Client().get(LOGIN).content.decode()
    assert Client().post(BEGIN).status_code == 404


def test_an_account_with_the_confirmed_address_is_linked_and_let_in(provider: Any, ed: User) -> None:
    client, answer = come_in(following="/admin/claims/claim/")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/claims/claim/")
    assert client.get(DESK).status_code == 200
    assert DeskSession.objects.get(user=ed)
    link = SocialAccount.objects.get()
    assert (link.user, link.provider, link.uid, link.extra_data) == (ed, "oidc-one", "ed-17", {})
    assert not SocialToken.objects.exists()
    assert list(SignIn.objects.order_by("pk").values_list("outcome", "way")) == [("linked", "oidc"), ("signed_in", "oidc")]
    assert "/keys" in provider.asked  # the signature was verified


def test_afterwards_the_number_counts_and_not_the_address(provider: Any, ed: User, sen: User) -> None:
    come_in()
    User.objects.filter(pk=ed.pk).update(email="")
    User.objects.filter(pk=sen.pk).update(email="ed@news.example")
    come_in()
    assert DeskSession.objects.filter(user=ed).count() == 2
    provider.says(**{**ED, "sub": "another"})
    come_in()
    assert DeskSession.objects.filter(user=sen).count() == 1


STRANGERS = {
    "nobody has the address": {"email": "stranger@news.example"},
    "it is not confirmed": {"email_verified": False},
    "it is not said whether it is": {"email_verified": None},
    "no address": {"email": None},
    "a look-alike": {"email": "ed@news.exampl\u0435"},
}


@pytest.mark.parametrize("says", STRANGERS.values(), ids=list(STRANGERS))
def test_others_are_not_let_in_and_get_no_account(provider: Any, says: dict[str, Any]) -> None:
    provider.says(**{**ED, **says})
    client, answer = come_in()
    assert answer["Location"] == LOGIN
    assert b"No account of this desk has your e-mail address at Newsroom" in client.get(LOGIN).content
    assert client.get(DESK).status_code == 302
    assert (User.objects.count(), SocialAccount.objects.count(), last()) == (1, 0, ("refused_sign_in", "oidc"))


def test_an_address_of_two_accounts_is_of_neither(provider: Any, sen: User) -> None:
    User.objects.filter(pk=sen.pk).update(email="ED@news.example")
    assert come_in()[1]["Location"] == LOGIN


@pytest.mark.parametrize("closed", ["is_active", "is_staff"])
def test_a_closed_account_is_not_let_in_linked_or_not(provider: Any, ed: User, closed: str) -> None:
    come_in()
    User.objects.filter(pk=ed.pk).update(**{closed: False})
    client, _ = come_in()
    assert client.get(DESK).status_code == 302
    SocialAccount.objects.all().delete()
    assert come_in()[1]["Location"] == LOGIN
    assert not SocialAccount.objects.exists()


def test_a_token_that_somebody_else_signed_is_refused(provider: Any) -> None:
    provider.forged = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    client, answer = come_in()
    assert answer["Location"] == LOGIN
    assert b"Signing in at Newsroom did not work" in client.get(LOGIN).content


@pytest.mark.parametrize("wrong", [{"aud": "another-client"}, {"iss": "https://elsewhere.example"}, {"exp": 1}])
def test_a_token_for_others_or_an_old_one_is_refused(provider: Any, wrong: dict[str, Any]) -> None:
    provider.says(**ED, **wrong)
    assert come_in()[1]["Location"] == LOGIN


def test_userinfo_about_somebody_else_is_refused(provider: Any) -> None:
    provider.userinfo = {**ED, "sub": "somebody-else"}
    assert come_in()[1]["Location"] == LOGIN


def test_an_answer_that_this_browser_did_not_ask_for_is_refused(provider: Any) -> None:
    address = fetched(Client().post(BEGIN).context["address"])
    assert Client().get(address)["Location"] == LOGIN


def test_it_is_begun_by_a_form_of_our_own(provider: Any) -> None:
    assert Client().get(BEGIN).status_code == 405
    assert Client(enforce_csrf_checks=True).post(BEGIN).status_code == 403
    asked = parse_qs(urlsplit(Client().post(BEGIN).context["address"]).query)
    assert asked["redirect_uri"] == ["http://testserver/admin/account/login/oidc/callback/"]
    assert asked["code_challenge_method"] == ["S256"]


def test_who_says_no_there_is_told_so_here(provider: Any) -> None:
    client = Client()
    state = parse_qs(urlsplit(client.post(BEGIN).context["address"]).query)["state"][0]
    back = client.get(reverse("signin_oidc_callback"), {"error": "access_denied", "state": state})
    assert back["Location"] == LOGIN


@pytest.mark.parametrize("path", ["", "/nothing"])
def test_a_provider_that_is_away_or_wrong_is_no_fault_of_the_desk(provider: Any, settings: Any, path: str) -> None:
    configure(settings, f"{provider.url}{path}" if path else "http://127.0.0.1:1")
    client = Client()
    assert client.post(BEGIN)["Location"] == LOGIN
    assert b"Signing in at Newsroom did not work" in client.get(LOGIN).content


def test_a_link_at_another_issuer_does_not_count(provider: Any, settings: Any, ed: User) -> None:
    come_in()
    User.objects.filter(pk=ed.pk).update(email="")
    configure(settings, provider.url, "oidc-two")
    assert come_in()[1]["Location"] == LOGIN


def test_a_second_factor_is_asked_for_as_after_a_password(provider: Any, settings: Any, ed: User) -> None:
    settings.MFA_ROLES = (EDITOR,)
    client, _ = come_in()
    assert client.get(DESK)["Location"].startswith("/admin/account/set-up/")
    secret = give_app(ed)
    client, answer = come_in()
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert client.get(DESK).status_code == 200
    assert SignIn.objects.latest("pk").second == "totp"


def test_unless_the_provider_asks_for_it(provider: Any, settings: Any) -> None:
    settings.MFA_ROLES, settings.OIDC_MFA = (EDITOR,), True
    client, _ = come_in()
    assert client.get(DESK).status_code == 200


def test_a_first_password_that_is_not_needed_lets_nobody_in(provider: Any, ed: User) -> None:
    give_password(ed, "Lighthouse-41-x", at=timezone.now(), actor="user:boss")
    client, _ = come_in()
    assert client.get(DESK).status_code == 200
    assert not Client().login(username="ed", password="Lighthouse-41-x")
    assert not GivenPassword.objects.exists()
    assert client.get("/admin/account/").status_code == 200
