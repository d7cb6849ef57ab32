"""The text of a token, and what is stored of it: enough to verify it, not enough to recreate it."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import Final, NamedTuple

#: The prefix of every token, so that scanners for leaked secrets recognize one.
PREFIX: Final = "fct"
_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz234567"  # without characters that look like others
_KEY_LENGTH: Final = 12
_SECRET_BYTES: Final = 32
_TOKEN: Final = re.compile(rf"{PREFIX}_([{_ALPHABET}]{{{_KEY_LENGTH}}})_([A-Za-z0-9_-]{{43}})", re.ASCII)


class TokenText(NamedTuple):
    """A token as its holder sends it: ``key`` identifies it and is not secret; ``secret`` is, and is never stored."""

    key: str
    secret: str

    def __str__(self) -> str:
        return f"{PREFIX}_{self.key}_{self.secret}"

    def __repr__(self) -> str:
        return f"TokenText(key={self.key!r})"  # a log or a traceback shows this


def new_token() -> TokenText:
    """Return a new random token: 60 bits to identify it and 256 secret bits."""
    return TokenText("".join(secrets.choice(_ALPHABET) for _ in range(_KEY_LENGTH)), secrets.token_urlsafe(_SECRET_BYTES))


def parse_token(sent: str) -> TokenText | None:
    """Return the token in a text, or None if it is malformed."""
    found = _TOKEN.fullmatch(sent)
    return TokenText(found[1], found[2]) if found else None


def digest(token: TokenText, pepper: str) -> str:
    """Return the HMAC-SHA-256 of a token with the service's pepper, as 64 hexadecimal digits.

    A secret of 256 random bits needs no slow hash; the pepper makes a stolen table useless without the settings.
    """
    return hmac.new(pepper.encode(), str(token).encode(), hashlib.sha256).hexdigest()


def is_same(stored: str, token: TokenText, pepper: str) -> bool:
    """Return whether a token matches the digest ``stored``, in constant time."""
    return hmac.compare_digest(stored, digest(token, pepper))
