"""The cipher of a purpose: Fernet (AES-128-CBC with HMAC-SHA-256) under keys of the settings."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from functools import lru_cache
from typing import Final

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_KEY_BYTES: Final = 32


@lru_cache(maxsize=8)
def cipher(keys: tuple[str, ...], purpose: str) -> MultiFernet:
    """Return what encrypts with the first of the keys and decrypts with any of them.

    The keys are long random texts, so that they need no slow derivation.
    """
    made = (HKDF(SHA256(), _KEY_BYTES, None, purpose.encode()).derive(key.encode()) for key in keys)
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in made])
