"""Normalise text before it is stored. All input passes through here. Pure.

Text becomes Unicode NFC with ``\\n`` as line ends. Soft hyphens, zero-width spaces and byte order marks are removed, because
they are invisible and hide words from a search. Joiners (Persian, Indic scripts, emoji), direction marks and isolates stay.
Embeddings become isolates, as Unicode Annex 9 advises. Overrides, which show other text than there is, stay, so that validation
can reject them.
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
    """Return the normalised text. The function is idempotent."""
    # Nearly all texts are in form already, and every input passes through here.
    if _CHANGED.search(text) is None and (text.isascii() or unicodedata.is_normalized("NFC", text)):
        return text
    kept = _LINE_ENDS.sub("\n", text).translate(_UNSEEN)
    # U+202C ends an override as well as an embedding: replaced, it would leave the override without an end.
    if not _OVERRIDES.search(kept):
        kept = kept.translate(_ISOLATES)
    return unicodedata.normalize("NFC", kept)


def is_in_form(text: str) -> bool:
    """Return whether a text is normalised."""
    return in_form(text) == text


def moved(text: str, offset: int) -> int:
    """Return the offset in the normalised text that corresponds to ``offset`` in the original text."""
    return len(in_form(text[:offset]))


def isolated(name: str) -> str:
    """Return a name for a left-to-right sentence. A right-to-left name is isolated, others stay unchanged.

    Otherwise a browser draws the number or name after it on the wrong side (Unicode Annex 9). Isolates within the name are
    balanced first, so that they do not affect the rest of the sentence.
    """
    return f"{_FIRST_STRONG}{_balanced(name)}{_CLOSING}" if any(map(_turns, name)) else name


def _turns(letter: str) -> bool:
    """Return whether a character is right-to-left, or begins or ends an isolate."""
    return unicodedata.bidirectional(letter) in {"R", "AL", "LRI", "RLI", "FSI", "PDI"}


def _balanced(text: str) -> str:
    kept, depth = [], 0
    for letter in text:
        if letter == _CLOSING and not depth:
            continue
        depth += (letter in _OPENING) - (letter == _CLOSING)
        kept.append(letter)
    return "".join(kept) + _CLOSING * depth
