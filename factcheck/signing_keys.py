"""Ed25519 keys (RFC 8032) in the form in which they stand in settings: 32 bytes in base64url, with a prefix that says which."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

#: The prefixes, so that scanners for leaked secrets recognize one, and nobody takes one for the other.
SECRET: Final = "fcsecret_"  # noqa: S105 - of no secret
PUBLIC: Final = "fcpublic_"
_BYTES: Final = 32


class KeyFormError(ValueError):
    """A text that is no key."""


def new_secret() -> str:
    """Return a new secret key."""
    return SECRET + _text(Ed25519PrivateKey.generate().private_bytes_raw())


def public_of(secret: str) -> str:
    """Return the public key of a secret one. Raises: KeyFormError."""
    return PUBLIC + _text(_secret(secret).public_key().public_bytes_raw())


def key_id(public: str) -> str:
    """Return the short name of a public key. Raises: KeyFormError."""
    return hashlib.sha256(_bytes(public, PUBLIC)).hexdigest()[:16]


def sign(secret: str, said: bytes) -> str:
    """Return the signature of some bytes. Raises: KeyFormError."""
    return _text(_secret(secret).sign(said))


def is_signed(public: str, said: bytes, signature: str) -> bool:
    """Return whether a signature is that of some bytes. Raises: KeyFormError for a public key that is none."""
    key = Ed25519PublicKey.from_public_bytes(_bytes(public, PUBLIC))
    try:
        key.verify(base64.urlsafe_b64decode(f"{signature}=="), said)
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def _secret(text: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(_bytes(text, SECRET))


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _bytes(text: str, prefix: str) -> bytes:
    try:
        content = base64.b64decode(f"{text.removeprefix(prefix)}=", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        content = b""
    if not text.startswith(prefix) or len(content) != _BYTES:
        # Not which text: it may be a secret one.
        raise KeyFormError(f"This is no key that begins with {prefix}: `manage.py chain_heads --new-key` prints a pair.")
    return content
