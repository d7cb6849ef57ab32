"""The normalized form in which text is stored, whatever keyboard, browser or program it came from. Pure; every input uses it.

Unicode NFC, line ends as ``\\n``; soft hyphens, zero-width spaces and byte order marks are removed, because they are invisible
and hide a word from search. Characters that change how a text reads stay: joiners (Persian, Indic scripts, emoji), direction
marks and isolates. Embeddings, the older form of isolates, become isolates (as Unicode Annex 9 advises); overrides, which
disguise text, are left for input validation to reject.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\u2028\u2029]")
_UNSEEN: Final = dict.fromkeys(map(ord, "\u00ad\u200b\ufeff"))
_ISOLATES: Final = {0x202A: "\u2066", 0x202B: "\u2067", 0x202C: "\u2069"}
_OVERRIDES: Final = re.compile("[\u202d\u202e]")
_CHANGED: Final = re.compile("[\r\x0b\x0c\u2028\u2029\u00ad\u200b\ufeff\u202a-\u202c]")

_OPENING, _CLOSING = "\u2066\u2067\u2068", "\u2069"
_FIRST_STRONG: Final = "\u2068"


def in_form(text: str) -> str:
    """Return a normalized text; the function is idempotent."""
    if _CHANGED.search(text) is None and (text.isascii() or unicodedata.is_normalized("NFC", text)):
        return text
    kept = _LINE_ENDS.sub("\n", text).translate(_UNSEEN)
    if not _OVERRIDES.search(kept):
        kept = kept.translate(_ISOLATES)
    return unicodedata.normalize("NFC", kept)


def is_in_form(text: str) -> bool:
    """Return whether a text is normalized."""
    return in_form(text) == text


def moved(text: str, offset: int) -> int:
    """Return the offset in the normalized text of the place at ``offset`` characters in the text."""
    return len(in_form(text[:offset]))


def isolated(name: str) -> str:
    """Return a name for use in a left-to-right sentence: a right-to-left one is isolated, others are unchanged.

    Otherwise a number or name that follows in the sentence would appear on the wrong side (Unicode Annex 9). Isolates within
    the name are balanced first, so that none of them reaches into the sentence.
    """
    return f"{_FIRST_STRONG}{_balanced(name)}{_CLOSING}" if any(map(_turns, name)) else name


def _turns(letter: str) -> bool:
    """Return whether a character is right-to-left, or starts or ends an isolate."""
    return unicodedata.bidirectional(letter) in {"R", "AL", "LRI", "RLI", "FSI", "PDI"}


def _balanced(text: str) -> str:
    kept, depth = [], 0
    for letter in text:
        if letter == _CLOSING and not depth:
            continue
        depth += (letter in _OPENING) - (letter == _CLOSING)
        kept.append(letter)
    return "".join(kept) + _CLOSING * depth
