"""A text column whose values are encrypted with a key outside the database (``factcheck.encryption.cipher``).

django-fernet-encrypted-fields was looked at: it returns the encrypted text where the key is wrong, and keeps state of a form
in the field, which threads share.
"""

from __future__ import annotations

from typing import Any, Final

from cryptography.fernet import InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models
from django.utils.translation import gettext as _

from factcheck.encryption.cipher import cipher

#: Marks an encrypted value: one without it was stored before the column was encrypted.
PREFIX: Final = "fernet:"


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

    def get_lookup(self, lookup_name: str) -> Any:
        """Return a lookup. Raises: FieldError for one that would compare the encrypted text, and find nothing."""
        if lookup_name not in {"exact", "isnull"}:
            raise FieldError(f"{self.name} is encrypted, and cannot be searched: read the rows and look into each.")
        return super().get_lookup(lookup_name)

    def get_prep_value(self, value: Any) -> Any:
        """Return the encrypted value. Raises: UnreadableTextError for an ``Unreadable``."""
        if isinstance(value, Unreadable):
            raise UnreadableTextError("This text cannot be read, so it cannot be stored again. Restore its NOTES_KEY first.")
        text = super().get_prep_value(value)
        return PREFIX + _cipher().encrypt(text.encode()).decode() if text else text

    def from_db_value(self, value: str | None, *_of: Any) -> str | None:
        """Return the text of a stored value."""
        if not value or not value.startswith(PREFIX):
            return value
        try:
            return _cipher().decrypt(value.removeprefix(PREFIX)).decode()
        except InvalidToken:
            return Unreadable(_("This text cannot be read: it was encrypted with another NOTES_KEY."))


def _cipher() -> MultiFernet:
    return cipher(settings.NOTES_KEYS, "private notes")
