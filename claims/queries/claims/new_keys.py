"""Keys for new claims, made from their texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.text import slugify

from claims.queries.claims.selection import keys_beginning
from sources.names import free_key, key_from

_KEY_LENGTH: Final = 80
#: The length of a key that is made by itself: leaves room for the number that makes it unique.
NEW_KEY: Final = 75
#: The key of a claim whose text has no letters for one.
_NO_LETTERS: Final = "claim"


def key_for(text: str) -> str:
    """Return a key made from a claim's text, or an empty text if none can be made."""
    return slugify(text)[:_KEY_LENGTH].strip("-_")


def new_keys(texts: Iterable[str]) -> list[str]:
    """Return a key for each of some new claims, made from its text, that no claim has or had."""
    wanted = [(key_for(text) or key_from(text))[:NEW_KEY].strip("-_") or _NO_LETTERS for text in texts]
    taken, found = keys_beginning(wanted), list[str]()
    for key in wanted:
        found.append(free_key(key, taken))
        taken.add(found[-1])
    return found
