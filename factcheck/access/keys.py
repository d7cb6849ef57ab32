"""The text of a token, and what is stored of it: enough to know it again, not enough to make it."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import Final, NamedTuple

#: What every token begins with, so that scanners for leaked secrets know one when they see it.
PREFIX: Final = "fct"
_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz234567"  # without what is read for another sign
_KEY_LENGTH: Final = 12
_SECRET_BYTES: Final = 32
_TOKEN: Final = re.compile(rf"{PREFIX}_([{_ALPHABET}]{{{_KEY_LENGTH}}})_([A-Za-z0-9_-]{{43}})", re.ASCII)


class TokenText(NamedTuple):
    """A token as its holder sends it: ``key`` tells which it is and is no secret; ``secret`` is, and is never stored."""

    key: str
    secret: str

    def __str__(self) -> str:
        return f"{PREFIX}_{self.key}_{self.secret}"

    def __repr__(self) -> str:
        return f"TokenText(key={self.key!r})"  # a log or a traceback shows this


def new_token() -> TokenText:
    """Return a token that nobody has: 60 random bits to know it by and 256 to keep."""
    return TokenText("".join(secrets.choice(_ALPHABET) for _ in range(_KEY_LENGTH)), secrets.token_urlsafe(_SECRET_BYTES))


def parse_token(sent: str) -> TokenText | None:
    """Return what was sent as a token, or None where it is none by its form."""
    found = _TOKEN.fullmatch(sent)
    return TokenText(found[1], found[2]) if found else None


def digest(token: TokenText, pepper: str) -> str:
    """Return HMAC-SHA-256 of a token under the service's pepper, as 64 hexadecimal digits.

    A secret of 256 random bits needs no slow hash; the pepper makes a stolen table useless without the settings.
    """
    return hmac.new(pepper.encode(), str(token).encode(), hashlib.sha256).hexdigest()


def is_same(stored: str, token: TokenText, pepper: str) -> bool:
    """Tell whether a token is the one of which ``stored`` was kept, in a time that tells nothing of it."""
    return hmac.compare_digest(stored, digest(token, pepper))
