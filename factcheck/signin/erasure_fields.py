"""What erasing a text does to the tables of sign-in, ours and django-allauth's. Pure.

A test fails for a column that is not listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from factcheck.text.erasing import Columns, OnErase

_TEXT, _KEPT, _ACTOR = OnErase.TEXT, OnErase.KEPT, OnErase.ACTOR

TABLES: Final[Mapping[str, Columns]] = {
    "signin.DeskSession": {
        OnErase.SESSION: "session_data",
        OnErase.SAFE: "session_key",
        _KEPT: "expire_date user signed_in_at seen_at network browser",
    },
    "signin.SignIn": {
        _TEXT: "reason",
        _ACTOR: "actor",
        OnErase.SAFE: "typed",
        _KEPT: "id at user outcome way second network",
    },
    # Secrets, encrypted, and keys of devices; the name of a passkey is chosen by its owner.
    "mfa.Authenticator": {OnErase.JSON: "data", _KEPT: "id user type created_at last_used_at"},
    # Of the provider's account only its number there is stored.
    "socialaccount.SocialAccount": {
        OnErase.JSON: "extra_data",
        OnErase.SAFE: "uid",
        _KEPT: "id user provider last_login date_joined",
    },
    # Empty: their settings are variables, no token of a provider is kept, and the desk sends no e-mail.
    "socialaccount.SocialApp": {
        OnErase.JSON: "settings",
        _TEXT: "name client_id key",
        OnErase.SAFE: "secret",
        _KEPT: "id provider provider_id",
    },
    "socialaccount.SocialToken": {OnErase.SAFE: "token token_secret", _KEPT: "id app account expires_at"},
    "account.EmailAddress": {OnErase.ACCOUNT: "email", _KEPT: "id user verified primary"},
    "account.EmailConfirmation": {OnErase.SAFE: "key", _KEPT: "id email_address created sent"},
}
