"""How this desk uses django-allauth's second factors: secrets are encrypted, and the last needed device stays."""

from __future__ import annotations

import logging

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factcheck.encryption.cipher import cipher
from factcheck.signin.second_factor import is_last_needed

#: Why the last device of somebody whose role needs one stays.
LAST_NEEDED = gettext_lazy("Your role needs a second factor. Add another device before you remove it.")
_log = logging.getLogger(__name__)


class DeviceAdapter(DefaultMFAAdapter):
    """The setting MFA_ADAPTER."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This code is wrong, was used before, or has expired."),
        "cannot_delete_authenticator": gettext_lazy(
            "Your role needs a second factor. Add another device before you remove it."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            _log.error("A second factor cannot be decrypted: MFA_KEY is not the one with which it was set up")
            # No code fits it, so that the sign-in is refused as with any wrong code.
            return generate_totp_secret()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not is_last_needed(authenticator)

    def get_totp_issuer(self) -> str:
        return f"{_('Fact desk')} ({self._get_site_name()})"

    def _get_user_identifier(self, user: User) -> str:
        return user.get_username()

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002
        number = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey %(number)d") % {"number": number + 1}


def _cipher() -> MultiFernet:
    return cipher(settings.MFA_KEYS, "second factors")
