"""The one form in which text is stored, whichever keyboard, browser or program it came from. Pure; every way in calls it.

Unicode NFC, line ends as ``\\n``; soft hyphens, zero-width spaces and byte order marks are left out, since nobody sees them and
they hide a word from a search. What a text needs to be read stays: joiners (Persian, Indic scripts, emoji), direction marks
and isolates. Embeddings, the older way of writing isolates, become isolates (Unicode Annex 9 advises it); overrides, which show
other text than there is, are left for the doors to refuse.
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
    """Return a text in the one form; applied again it changes nothing."""
    if _CHANGED.search(text) is None and (text.isascii() or unicodedata.is_normalized("NFC", text)):
        return text
    kept = _LINE_ENDS.sub("\n", text).translate(_UNSEEN)
    if not _OVERRIDES.search(kept):
        kept = kept.translate(_ISOLATES)
    return unicodedata.normalize("NFC", kept)


def is_in_form(text: str) -> bool:
    """Return whether a text is in the one form."""
    return in_form(text) == text


def moved(text: str, offset: int) -> int:
    """Return where in the form of a text the place is that lies ``offset`` characters into the text."""
    return len(in_form(text[:offset]))


def isolated(name: str) -> str:
    """Return a name as a left-to-right sentence takes it: one that runs the other way is isolated, others stay as they are.

    Without it the number or name that follows in the sentence would be drawn on the wrong side (Unicode Annex 9). Isolates of
    the name's own are balanced first, so that none of them reaches into the sentence.
    """
    return f"{_FIRST_STRONG}{_balanced(name)}{_CLOSING}" if any(map(_turns, name)) else name


def _turns(letter: str) -> bool:
    """Return whether a letter runs leftwards, or begins or ends an isolate."""
    return unicodedata.bidirectional(letter) in {"R", "AL", "LRI", "RLI", "FSI", "PDI"}


def _balanced(text: str) -> str:
    kept, depth = [], 0
    for letter in text:
        if letter == _CLOSING and not depth:
            continue
        depth += (letter in _OPENING) - (letter == _CLOSING)
        kept.append(letter)
    return "".join(kept) + _CLOSING * depth
