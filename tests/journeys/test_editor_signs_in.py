"""An editor whose role needs a second factor sets one up, comes back with it, and without it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from claims.operations.desk.roles import ADMINISTRATOR, SENIOR
from factcheck.signin.models import DeskSession, SignIn
from tests.factcheck.signin import oidc_provider
from tests.factcheck.signin.signing_in import code_of
from tests.factcheck.signin.test_oidc import configure
from tests.journeys.conftest import PASSWORD
from tests.journeys.test_accessibility import violations

pytestmark = pytest.mark.browser

LIST = "/admin/claims/claim/"


@pytest.fixture
def page(browser: Any, live_server: Any, editor: User, settings: Any) -> Any:
    settings.MFA_ROLES = (ADMINISTRATOR, SENIOR)
    # Passkeys need a name of the site and not an address.
    window = browser.new_context(base_url=live_server.url.replace("127.0.0.1", "localhost"))
    window.set_default_timeout(60_000)
    yield window.new_page()
    window.close()


def sign_in(page: Any) -> None:
    page.goto(LIST)
    page.fill("[name=login]", "ed")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


def sign_out(page: Any) -> None:
    page.goto("/admin/account/logout/")
    page.click("#content button:has-text('Sign out')")
    page.wait_for_selector("text=Sign in with a passkey")


def ways() -> list[tuple[str, str, str]]:
    return list(SignIn.objects.order_by("pk").values_list("outcome", "way", "second"))


def test_with_an_app_and_with_a_recovery_code(page: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page.goto(LIST)
    assert violations(page, axe) == []
    sign_in(page)
    page.wait_for_url("**/set-up/**")
    assert violations(page, axe) == []
    page.click("text=Set up an app")
    assert violations(page, axe) == []
    secret = page.input_value("#totp_key")
    page.fill("[name=code]", code_of(secret))
    page.press("[name=code]", "Enter")
    page.wait_for_selector("text=They are not shown again")
    codes = page.locator(".signin-codes code").all_inner_texts()
    assert len(codes) == 10
    assert violations(page, axe) == []
    page.goto("/admin/account/")
    assert violations(page, axe) == []
    page.click("text=To the desk")
    page.wait_for_selector("text=Most urgent")

    sign_out(page)
    sign_in(page)
    page.fill("[name=code]", code_of(secret, step=1))  # the next code: the one before was used
    page.press("[name=code]", "Enter")
    page.wait_for_url(f"**{LIST}")

    sign_out(page)
    sign_in(page)
    page.fill("[name=code]", codes[0])
    page.press("[name=code]", "Enter")
    page.wait_for_url(f"**{LIST}")
    assert ways() == [
        ("signed_in", "password", ""), ("signed_in", "password", "totp"), ("signed_in", "password", "recovery_code"),
    ]  # fmt: skip


def test_with_a_passkey_alone(page: Any) -> None:
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    sign_in(page)
    page.click("text=Set up a passkey")
    page.click("#mfa_webauthn_add")
    page.wait_for_selector("text=They are not shown again")

    sign_out(page)
    page.goto(LIST)
    page.click("text=Sign in with a passkey")
    page.wait_for_url(f"**{LIST}")
    assert page.locator("#result_list").count() == 1

    sign_out(page)
    sign_in(page)
    page.click("text=Use a passkey")
    page.wait_for_url(f"**{LIST}")
    assert ways() == [
        ("signed_in", "password", ""), ("signed_in", "passkey", ""), ("signed_in", "password", "second_passkey"),
    ]  # fmt: skip
    assert DeskSession.objects.exclude(user=None).get().browser == "Chrome, Linux"


def test_at_the_newsrooms_provider(page: Any, settings: Any) -> None:
    settings.OIDC_MFA = True
    User.objects.filter(username="ed").update(email="ed@news.example")
    with oidc_provider.running() as provider:
        configure(settings, provider.url)
        provider.says(sub="ed-17", email="ed@news.example", email_verified=True)
        page.goto(LIST)
        page.click("text=Sign in with Newsroom")
        page.wait_for_url(f"**{LIST}")
    assert page.locator("#result_list").count() == 1
    assert ways() == [("linked", "oidc", ""), ("signed_in", "oidc", "")]
