"""A text as words with their offsets, in a form that ignores typography."""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate
from typing import Final, NamedTuple

from factcheck.text.anchoring.anchors import Effort

#: Characters that no reader sees: soft hyphens, zero-width characters, direction marks.
_INVISIBLE: Final = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
#: Letters of scripts without spaces between words: each is a word.
_UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
#: Marks that belong to a word although Python's ``\w`` excludes them: accents, vowel points, vowel signs of Indic scripts.
_MARKS: Final = "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0963\u0970-\u0dff"
#: A longer run of letters counts as several words: normalising marks takes time quadratic in the length of a word.
_LONGEST: Final = 64
_WORD: Final = re.compile(f"[{_UNSPACED}]|(?:(?![{_UNSPACED}])[\\w{_MARKS}{_INVISIBLE}]){{1,{_LONGEST}}}")

_UNSEEN: Final = re.compile(f"[{_INVISIBLE}]+")
_BLANKS: Final = re.compile(f"[\\s{_INVISIBLE}]+")
_QUOTE_MARKS: Final = re.compile("[\"'`´ʼ\u2018-\u201f\u2032-\u2037‹›«»「」『』]+")
_DASHES: Final = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d-]+")
_DOTS: Final = re.compile("\\.{3,}|…")
#: What ends a sentence or a paragraph.
_ENDS: Final = re.compile("[.!?…。！？।؟]|\\n\\s*\\n")


class Words(NamedTuple):
    """The words of a text in order, without typography and letter case, and where each is."""

    folded: list[str]
    starts: list[int]
    ends: list[int]


def words(text: str, effort: Effort) -> Words:
    """Return the words of a text. Raises: StoppedError."""
    found = Words([], [], [])
    for at, match in enumerate(_WORD.finditer(text)):
        if not at % 4096:
            effort.spend(0)
        folded = fold(match[0])
        if folded:
            found.folded.append(folded)
            found.starts.append(match.start())
            found.ends.append(match.end())
    effort.spend(len(text))
    return found


def fold(word: str) -> str:
    """Return a word without invisible characters and letter case, in NFKC."""
    return word.lower() if word.isascii() else unicodedata.normalize("NFKC", _UNSEEN.sub("", word)).casefold()


class Squeezed(NamedTuple):
    """The folded words of a text joined into one string, and the offset of each word in it."""

    text: str
    offsets: list[int]


class Index(NamedTuple):
    """What a text is searched by: made once, for however many quotes."""

    words: Words
    squeezed: Squeezed


def index_of(text: str, effort: Effort) -> Index:
    """Return what a text is searched by. Raises: StoppedError."""
    found = words(text, effort)
    return Index(found, squeezed(found))


def squeezed(of: Words) -> Squeezed:
    """Return the words without anything between them, so that "every day" is the same as "everyday"."""
    return Squeezed("".join(of.folded), list(accumulate(map(len, of.folded), initial=0)))


def unset(passage: str) -> str:
    """Return a passage without its typography: what remains differs only where an author edited it."""
    passage = _UNSEEN.sub("", passage)
    if not passage.isascii():
        passage = "".join([unicodedata.normalize("NFKC", piece) for piece in _pieces(passage)])
    return _BLANKS.sub("", _DOTS.sub("…", _QUOTE_MARKS.sub("", _DASHES.sub("-", passage))))


def _pieces(passage: str) -> list[str]:
    return re.findall(f"\\s|\\S{{1,{_LONGEST}}}", passage)


def sentence_ends(passage: str) -> int:
    """Return how many sentences or paragraphs end in a passage."""
    return len(_ENDS.findall(passage))
