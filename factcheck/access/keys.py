"""The text of a token, and the digest that the database stores to verify it."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from typing import Final, NamedTuple

#: The prefix of every token, by which secret scanners recognise it.
PREFIX: Final = "fct"
_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz234567"  # without characters that look alike
_KEY_LENGTH: Final = 12
_SECRET_BYTES: Final = 32
_TOKEN: Final = re.compile(rf"{PREFIX}_([{_ALPHABET}]{{{_KEY_LENGTH}}})_([A-Za-z0-9_-]{{43}})", re.ASCII)


class TokenText(NamedTuple):
    """A token as a client sends it. ``key`` identifies it and is public. ``secret`` is never stored."""

    key: str
    secret: str

    def __str__(self) -> str:
        return f"{PREFIX}_{self.key}_{self.secret}"

    def __repr__(self) -> str:
        return f"TokenText(key={self.key!r})"  # appears in logs and tracebacks


def new_token() -> TokenText:
    """Return a new token with a key of 60 random bits and a secret of 256."""
    return TokenText("".join(secrets.choice(_ALPHABET) for _ in range(_KEY_LENGTH)), secrets.token_urlsafe(_SECRET_BYTES))


def parse_token(sent: str) -> TokenText | None:
    """Return the parsed token, or None if the text does not have the form of a token."""
    found = _TOKEN.fullmatch(sent)
    return TokenText(found[1], found[2]) if found else None


def digest(token: TokenText, pepper: str) -> str:
    """Return the HMAC-SHA-256 of a token with the service's pepper, as 64 hexadecimal digits.

    A secret of 256 random bits needs no slow hash; the pepper makes a stolen table useless without the settings.
    """
    return hmac.new(pepper.encode(), str(token).encode(), hashlib.sha256).hexdigest()


def is_same(stored: str, token: TokenText, peppers: Sequence[str]) -> bool:
    """Return whether a token matches the digest stored with one of the peppers, in constant time."""
    matches = [hmac.compare_digest(stored, digest(token, pepper)) for pepper in peppers]
    return any(matches)
