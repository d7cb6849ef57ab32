"""How django-allauth is used: user names and passwords, second factors, and a provider of OpenID Connect."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured


class Provider(NamedTuple):
    """An OpenID Connect provider, and this desk's account there; without an issuer there is none."""

    issuer: str
    name: str
    client_id: str
    client_secret: str

    @property
    def id(self) -> str:
        """What links to its accounts are stored under: a person's number at one issuer is somebody else's at another."""
        return f"oidc-{sha256(self.issuer.encode()).hexdigest()[:12]}"


def sign_in_settings(provider: Provider, *, desk: str, debug: bool) -> dict[str, Any]:
    """Return django-allauth's settings. Nobody signs up, and no e-mail is sent.

    Raises: ImproperlyConfigured for a provider that cannot be used; without ``debug`` its issuer must have HTTPS.
    """
    return {
        "ACCOUNT_ADAPTER": "factcheck.signin.account_adapter.AccountAdapter",
        "ACCOUNT_LOGIN_METHODS": {"username"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_SESSION_REMEMBER": True,
        "ACCOUNT_LOGOUT_REDIRECT_URL": "account_login",
        "ACCOUNT_FORMS": {
            "login": "factcheck.signin.forms.SignInForm",
            "reauthenticate": "factcheck.signin.forms.PasswordAgainForm",
        },
        # Attempts for each address (an IPv4 address, or the /64 of an IPv6 address), and failed ones for each account, too.
        "ACCOUNT_RATE_LIMITS": {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reauthenticate": "10/m/user"},
        "MFA_ADAPTER": "factcheck.signin.device_adapter.DeviceAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_RECOVERY_CODES_SHOW_ONCE": True,
        "MFA_TOTP_TOLERANCE": 1,  # a phone's clock half a minute off
        # What apps of second factors show next to the code; empty: the site's host.
        "MFA_TOTP_ISSUER": desk,
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": debug,
        "MFA_FORMS": {
            "authenticate": "factcheck.signin.forms.CodeForm",
            "reauthenticate": "factcheck.signin.forms.CodeAgainForm",
            "activate_totp": "factcheck.signin.forms.AppForm",
            "add_webauthn": "factcheck.signin.forms.PasskeyForm",
        },
        "SOCIALACCOUNT_ADAPTER": "factcheck.signin.oidc.OidcAdapter",
        "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"APPS": _apps(provider, debug=debug)}},
    }


def _apps(provider: Provider, *, debug: bool) -> list[dict[str, Any]]:
    if not provider.issuer:
        return []
    if not (provider.client_id and provider.client_secret):
        raise ImproperlyConfigured("OIDC_ISSUER needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET: see docs/signing-in.md.")
    if not provider.issuer.startswith("https://") and not debug:
        raise ImproperlyConfigured(f"OIDC_ISSUER is {provider.issuer!r}; it must start with https://.")
    app = {
        "provider_id": provider.id,
        "name": provider.name,
        "client_id": provider.client_id,
        "secret": provider.client_secret,
        "settings": {"server_url": provider.issuer.rstrip("/"), "oauth_pkce_enabled": True},
    }
    return [app]
