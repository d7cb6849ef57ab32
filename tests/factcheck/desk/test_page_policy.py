"""Every answer has a Content-Security-Policy: the strict one, but for the look of the admin."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client

from claims.models import Claim

pytestmark = pytest.mark.django_db


def policy_of(answer: Any) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 302),
        ("/api/v1/", 200),
        ("/api/v1/openapi.json", 200),
        ("/api/v1/docs/", 200),
        ("/api/v1/claims/", 401),
        ("/api/v1/nothing/", 404),
        ("/language/setlang/", 302),
    ],
)
def test_the_policy_is_strict(path: str, status: int) -> None:
    answer = Client().get(path)
    assert (answer.status_code, policy_of(answer)) == (status, STRICT)


@pytest.mark.parametrize("path", ["/admin/", "/admin/account/", "/admin/claims/claim/", "/admin/jsi18n/"])
@pytest.mark.parametrize("unfold", [True, False])
def test_the_admin_is_relaxed_only_for_its_theme(path: str, unfold: bool, superuser: Client, settings: Any) -> None:
    settings.ADMIN_UNFOLD = unfold
    of_unfold = {"script-src": "'self' 'unsafe-eval'", "style-src": "'self' 'unsafe-inline'"}
    relaxed = of_unfold if unfold else {"style-src-attr": "'unsafe-inline'"}
    assert policy_of(superuser.get(path)) == {**STRICT, **relaxed}


@pytest.mark.parametrize("path", ["/nothing", "/admin/nothing/"])
def test_error_pages_load_nothing_and_have_their_own_style(path: str, superuser: Client) -> None:
    assert_bare(superuser.get(path), 404)


def test_the_page_of_a_form_from_elsewhere_has_it_too() -> None:
    assert_bare(Client(enforce_csrf_checks=True).post("/admin/account/login/"), 403)


def test_the_page_of_a_failure_has_it_too(superuser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.contrib.admin.sites.AdminSite.each_context", lambda *_args: 1 / 0)
    superuser.raise_request_exception = False
    assert_bare(superuser.get("/admin/"), 500)


def test_the_picture_of_a_chain_has_its_own_style(sample: None, settings: Any) -> None:
    settings.API_ANONYMOUS_READ = True
    Claim.objects.update(public=True)
    assert_bare(Client().get("/api/v1/claims/arms-transfers/chain.svg"), 200)


def assert_bare(answer: Any, status: int) -> None:
    """The answer runs and loads nothing, and its one style is the one that the policy names."""
    assert answer.status_code == status
    (style,) = re.findall(r"<style>(.*?)</style>", answer.content.decode(), re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    nothing = dict.fromkeys(("default-src", "form-action", "frame-ancestors", "base-uri"), "'none'")
    assert policy_of(answer) == {**nothing, "style-src": f"'sha256-{digest}'"}
