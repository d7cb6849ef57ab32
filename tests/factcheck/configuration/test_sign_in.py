"""The provider of sign-in is complete, or an error; without one there is none."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from factcheck.configuration.sign_in import Provider, sign_in_settings

LOGIN = Provider("https://login.example/", "Newsroom", "desk", "secret")


def test_a_provider_is_the_only_one_under_its_own_number() -> None:
    (app,) = sign_in_settings(LOGIN, desk="", debug=False)["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"]
    assert (app["provider_id"], app["settings"]["server_url"]) == (LOGIN.id, "https://login.example")
    assert LOGIN._replace(name="Other").id == LOGIN.id != LOGIN._replace(issuer="https://other.example/").id


def test_without_an_issuer_there_is_no_provider() -> None:
    found = sign_in_settings(LOGIN._replace(issuer=""), desk="The Post", debug=False)
    assert found["SOCIALACCOUNT_PROVIDERS"] == {"openid_connect": {"APPS": []}}
    assert (found["MFA_TOTP_ISSUER"], found["MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN"]) == ("The Post", False)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"client_id": ""}, "OIDC_ISSUER needs OIDC_CLIENT_ID"),
        ({"client_secret": ""}, "OIDC_ISSUER needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET"),
        ({"issuer": "http://login.example"}, "must start with https://"),
    ],
)
def test_a_provider_that_cannot_be_used_is_refused(wrong: dict[str, str], said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=said):
        sign_in_settings(LOGIN._replace(**wrong), desk="", debug=False)


def test_a_developer_may_have_a_provider_without_https() -> None:
    assert sign_in_settings(LOGIN._replace(issuer="http://login.example"), desk="", debug=True)
