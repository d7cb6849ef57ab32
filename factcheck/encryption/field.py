"""A text column whose values are encrypted with a key outside the database (Fernet: AES-128-CBC with HMAC-SHA-256).

django-fernet-encrypted-fields was looked at: it returns the encrypted text where the key is wrong, and keeps state of a form
in the field, which threads share.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import lru_cache
from typing import Any, Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

#: Marks an encrypted value: one without it was stored before the column was encrypted.
PREFIX: Final = "fernet:"
_KEY_BYTES: Final = 32


class UnreadableTextError(Exception):
    """A text that no key could decrypt would be stored in place of the encrypted one."""


class Unreadable(str):
    """Shown in place of a text that none of the keys decrypts."""

    __slots__ = ()


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """A text that is stored encrypted with the first of NOTES_KEYS, and read with any of them. An empty text stays empty.

    The database cannot search it, and its value differs each time that it is written. Reading what no key decrypts gives an
    ``Unreadable`` in its place, so that lists still open.
    """

    def get_prep_value(self, value: Any) -> Any:
        """Return the encrypted value. Raises: UnreadableTextError for an ``Unreadable``."""
        if isinstance(value, Unreadable):
            raise UnreadableTextError("This text cannot be read, so it cannot be stored again. Restore its NOTES_KEY first.")
        text = super().get_prep_value(value)
        return PREFIX + _cipher(settings.NOTES_KEYS).encrypt(text.encode()).decode() if text else text

    def from_db_value(self, value: str | None, *_of: Any) -> str | None:
        """Return the text of a stored value."""
        if not value or not value.startswith(PREFIX):
            return value
        try:
            return _cipher(settings.NOTES_KEYS).decrypt(value.removeprefix(PREFIX)).decode()
        except InvalidToken:
            return Unreadable(_("This text cannot be read: it was encrypted with another NOTES_KEY."))


@lru_cache(maxsize=4)
def _cipher(keys: tuple[str, ...]) -> MultiFernet:
    # The keys are long random texts, so that they need no slow derivation.
    made = (HKDF(SHA256(), _KEY_BYTES, None, b"private notes").derive(key.encode()) for key in keys)
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in made])
