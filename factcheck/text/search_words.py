"""Words for searching texts, without case and diacritics, and keys for finding misspelt words. Pure.

"Da Nang" finds "Đà Nẵng", "ISTANBUL" finds "İstanbul", and a word finds itself in any Unicode form. Both databases compare the
values computed here, so results do not depend on their locale. Letters of one script never match those of another;
``sources.names`` does that for names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Final
from zlib import crc32

from rapidfuzz.distance import OSA

from factcheck.text.texts import in_form

#: Characters stored of a word; longer ones are cut.
LONGEST_WORD: Final = 60
#: PostgreSQL indexes at most one megabyte of words per row.
MOST_BYTES: Final = 500_000
#: Shorter words have too many similar words for a guess.
SHORTEST_NEAR: Final = 4
#: Words of at least this length may differ in two places from a similar word, shorter ones in one (as in search engines).
LONG: Final = 8

#: Marks that a search ignores: those of Latin, Greek, Cyrillic, Hebrew and Arabic. In other scripts, marks are vowels.
_MARKS: Final = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8"
    "\u06ea-\u06ed\u0640\u200c\u200d\u2060]"
)
#: Cyrillic letters that Unicode decomposes although they are distinct letters. Noncharacters stand in for them meanwhile.
_WHOLE, _STANDINS = "йїўѓќ", "\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4"
_KEPT: Final = str.maketrans(_WHOLE, _STANDINS)
_PUT_BACK: Final = str.maketrans(_STANDINS, _WHOLE)
#: Letters with strokes, which Unicode does not decompose; Arabic letters that Persian keyboards write differently; digits.
_ALIKE: Final = str.maketrans(
    "đðłøħŧıŋјىيكە" + "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹",
    "ddlohtinјییکه" + "01234567890123456789",
) | str.maketrans({"æ": "ae", "œ": "oe", "þ": "th"})  # fmt: skip
#: No script from this code point on has vowel marks.
_BEYOND_SCRIPTS: Final = 0x1F000
_ASCII_WORD: Final = re.compile("[a-z0-9]+")


def words_of(text: str) -> list[str]:
    """Return the search words of a text, in order, each cut at ``LONGEST_WORD``."""
    if text.isascii():
        return [word[:LONGEST_WORD] for word in _ASCII_WORD.findall(text.lower())]
    return [word[:LONGEST_WORD] for word in _word().findall(folded(text)) if any(map(str.isalnum, word))]


def as_stored(texts: Iterable[str]) -> str:
    """Return the search words of texts as stored, with a space around each. Words beyond ``MOST_BYTES`` are left out."""
    words: set[str] = set()
    size = 0
    for word in (word for text in texts for word in words_of(text)):
        if word not in words:
            size += len(word.encode()) + 1
            if size > MOST_BYTES:
                break
            words.add(word)
    return f" {' '.join(sorted(words))} " if words else ""


def is_kept(word: str) -> bool:
    """Return whether to store keys of a word for misspellings. Numbers and very short words have none."""
    return len(word) >= SHORTEST_NEAR - 1 and word.isalpha()


def folded(text: str) -> str:
    """Return a text without case and diacritics, and with one form of letters that keyboards write differently."""
    apart = _bare(unicodedata.normalize("NFKC", in_form(text)).casefold())
    # Twice, because case folding may produce a letter with a mark.
    return unicodedata.normalize("NFC", _bare(apart.casefold()).translate(_ALIKE))


def _bare(text: str) -> str:
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", text).translate(_KEPT))
    return _MARKS.sub("", apart).translate(_PUT_BACK)


@cache
def _word() -> re.Pattern[str]:
    """Return the pattern of a word: letters, digits, and marks, which are vowels in some scripts."""
    marks = "".join(letter for letter in map(chr, range(_BEYOND_SCRIPTS)) if unicodedata.category(letter)[0] == "M")
    return re.compile(f"(?:[^\\W_]|[{marks}])+")


def may_be_near(word: str) -> bool:
    """Return whether to search for similar spellings of a word. Numbers have none."""
    return len(word) >= SHORTEST_NEAR and word.isalpha()


def distance_allowed(word: str) -> int:
    """Return the allowed edit distance: letters added, removed, changed or swapped."""
    return 2 if len(word) >= LONG else 1


def near(word: str, candidates: Iterable[str]) -> list[str]:
    """Return the candidates that are similar to a word, the most similar first, without the word itself."""
    most = distance_allowed(word)
    found = {each: OSA.distance(word, each, score_cutoff=most) for each in set(candidates) - {word}}
    return sorted((each for each, far in found.items() if far <= most), key=lambda each: (found[each], each))


def keys_of(word: str) -> set[int]:
    """Return the keys to store for a word. Every similar word has at least one of them in its ``keys_asked``."""
    keys: set[int] = set()
    if SHORTEST_NEAR - 1 <= len(word) <= LONG:
        keys |= {_hash("~", piece) for piece in _deletions(word)}
    if len(word) >= LONG - 2:
        keys |= _halves(word, len(word), len(word) // 2)
    return keys


def keys_asked(word: str) -> set[int]:
    """Return the keys to look up for a word. They find all similar words, and some others."""
    if len(word) < LONG:
        return {_hash("~", piece) for piece in _deletions(word)}
    # With two errors, one half of the other word has at most one error, wherever that half begins or ends in this word.
    keys: set[int] = set()
    for length in range(len(word) - 2, len(word) + 3):
        for cut in range(length // 2 - 1, length // 2 + 2):
            keys |= {_hash(f"<{length}", piece) for piece in _deletions(word[:cut])}
        for cut in range(length - length // 2 - 1, length - length // 2 + 2):
            keys |= {_hash(f">{length}", piece) for piece in _deletions(word[-cut:])}
    return keys


def _halves(word: str, length: int, cut: int) -> set[int]:
    firsts = {_hash(f"<{length}", piece) for piece in _deletions(word[:cut])}
    return firsts | {_hash(f">{length}", piece) for piece in _deletions(word[cut:])}


def _deletions(piece: str) -> set[str]:
    """Return a text and all its variants without one letter. Texts that differ in one place share one of these."""
    return {piece, *(piece[:place] + piece[place + 1 :] for place in range(len(piece)))}


def _hash(kind: str, piece: str) -> int:
    """Return a number that fits a 32-bit column and is never 0."""
    return (crc32(f"{kind} {piece}".encode()) >> 1) or 1
