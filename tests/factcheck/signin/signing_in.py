"""Signing in as people do, for the tests of sign-in."""

from __future__ import annotations

import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

LOGIN = "/admin/account/login/"


def sign_in(name: str, password: str | None = None, client: Client | None = None, **more: Any) -> tuple[Client, Any]:
    """Send the form of sign-in; the password of the fixtures' people follows from their names."""
    client = client or Client()
    typed = {"login": name, "password": password or f"{name}-pass-1"}
    return client, client.post(LOGIN, {**typed, **more})


def give_app(user: User) -> str:
    """Give a user an app with codes, and return its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def recovery_codes(user: User) -> list[str]:
    """Give a user recovery codes, and return them."""
    return RecoveryCodes.activate(user).get_unused_codes()


def code_of(secret: str, step: int = 0) -> str:
    """Return the code that an app shows now, or some steps of half a minute later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def signed_in_with_code(user: User, secret: str) -> Client:
    """Sign in with the password and a code, and return the client."""
    client, _ = sign_in(user.username)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    return client


def devices(user: User) -> list[str]:
    """Return the kinds of second factors that a user has."""
    return sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True))
