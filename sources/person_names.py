"""Names of persons in texts about sources that must stay unnamed.

A text names a person if it contains the words of a name, short name or alias together, in any order, case, script, spelling,
Unicode form or Slavic case, with room for a title, an initial or a patronymic between them. A surname alone is a separate,
weaker match. Texts are compared word by word, so that an index of words finds the few names worth comparing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from sources.names import plain, skeleton

#: Fields that an unnamed source may not have: each would identify it.
IDENTITY: Final = ("aliases", "homepage", "wikidata_id", "short_name")
#: How a text names a person: by a whole name, or by the surname only.
WHOLE: Final = "whole"
SURNAME: Final = "surname"

#: Longer words are indexed by this many of their first letters: no name has a longer one (a guess).
MAX_WORD: Final = 60
#: The minimum length for comparing words that sound alike, and stems: "ally" is not "Ali".
_SURE: Final = 4
#: How many words may be between those of a name: a title and an initial.
_BETWEEN_WORDS: Final = 2
#: Surnames that are also words of role descriptions: alone they name nobody.
_ROLES: Final = """
    army august bank banks bishop black brown chief church close court east field general government gray green grey guard
    hall head house judge justice king knight land lane long major march marshal minister north official park people
    person pope post power president press price prince queen south speaker state street unnamed week west white wood
    young
"""
_ROLE_WORDS: Final = frozenset(_ROLES.split())
_OF: Final = frozenset(("of", "from"))
#: Endings that Russian and Ukrainian add to names, as `sources.names.skeleton` writes them; longest first.
_CASES: Final = "iami ami ego emu eiu evi ogo oiu omu ovi ei em ia im iu oi om ou a e i o u"
_ENDINGS: Final = tuple(_CASES.split())
_GAPS: Final = re.compile(r"[\W_]+")
_MARKS: Final = re.compile("['’‘ʼʹ`´.]")
_POSSESSIVE: Final = re.compile(r"['’‘ʼ`´]s\b", re.IGNORECASE)
_CYRILLIC: Final = re.compile("[\u0400-\u052f]")
#: Scripts without word spacing, or with particles attached to names: each letter counts as a word (Thai, kana, Han, Hangul).
_UNSPACED: Final = re.compile("([\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af])")


class Word(NamedTuple):
    """One word in the forms in which it is compared."""

    plain: str
    skeleton: str
    stem: str
    is_cyrillic: bool


Phrase = tuple[Word, ...]


class PersonName(NamedTuple):
    """A name of a person in the form for matching, and the form to show."""

    shown: str
    readings: tuple[Phrase, ...]
    surnames: Phrase


def readings(text: str) -> tuple[Phrase, ...]:
    """Return the words of a text, with apostrophes and full stops removed, and as spaces where that reads differently."""
    shown = _POSSESSIVE.sub(" ", _visible(text))
    closed, apart = (tuple(_words(_MARKS.sub(mark, shown))) for mark in ("", " "))
    return (closed,) if closed == apart else (closed, apart)


def index_words(texts: Iterable[str]) -> set[str]:
    """Return the index words of a text."""
    return {word.stem for text in texts for phrase in readings(text) for word in phrase}


def person_names(name: str, others: Collection[str] = ()) -> list[PersonName]:
    """Return the names of a person; only the first is known to end with the surname, or to start with it before a comma."""
    found = [PersonName(name, readings(name), _surnames(name))]
    found += [PersonName(other, readings(other), ()) for other in others]
    return [each for each in found if any(map(_tells, each.readings))]


def anchors(names: Iterable[PersonName]) -> set[str]:
    """Return index words such that every text with one of the names contains one of them."""
    return {
        word.stem
        for name in names
        for word in (*(max(phrase, key=lambda each: len(each.stem)) for phrase in name.readings if phrase), *name.surnames)
    }


def how_named(text: Sequence[Phrase], name: PersonName) -> str:
    """Return how a text, given by its readings, names a person: ``WHOLE``, ``SURNAME``, or nothing."""
    for reading in text:
        if any(_has(reading, wanted) for wanted in name.readings if _tells(wanted)):
            return WHOLE
    alone = any(_same(word, surname) for reading in text for word in reading for surname in name.surnames)
    return SURNAME if alone else ""


def _visible(text: str) -> str:
    """Return a text without invisible characters and diacritics that names are often written without."""
    composed = unicodedata.normalize("NFKC", text)
    shown = "".join(each for each in composed if unicodedata.category(each)[0] != "M" and unicodedata.category(each) != "Cf")
    return _UNSPACED.sub(r" \1 ", shown)


def _words(text: str) -> Iterator[Word]:
    for raw in _GAPS.sub(" ", text).split():
        yield from _folded(raw)


@lru_cache(maxsize=50_000)
def _folded(raw: str) -> Phrase:
    is_cyrillic = bool(_CYRILLIC.search(raw))
    return tuple(Word(each, skeleton(each), _stem(skeleton(each)), is_cyrillic) for each in plain(raw).split())


def _stem(word: str) -> str:
    """Return a word without its case ending, if it may have one."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SURE:
            return word[: -len(ending)][:MAX_WORD]
    return word[:MAX_WORD]


def _surnames(name: str) -> Phrase:
    """Return the surname of a name in the usual order, of several words or with a comma; nothing if there is none."""
    ordered = " ".join(reversed(name.split(",", 1)))
    words = readings(ordered)[0]
    long = [number for number, word in enumerate(words) if len(word.plain) >= _SURE]
    if len(words) < 2 or not long:
        return ()
    last = long[-1]
    if words[last].plain in _ROLE_WORDS or (last and words[last - 1].plain in _OF):
        return ()
    return (words[last],)


def _tells(name: Phrase) -> bool:
    """Return whether a name is more than a single letter."""
    return sum(len(word.plain) for word in name) > 1


def _has(text: Phrase, name: Phrase) -> bool:
    """Return whether all words of a name are near each other in a text."""
    reach = len(name) + (_BETWEEN_WORDS if len(name) > 1 else 0)
    return any(
        any(_same(word, wanted) for wanted in name)
        and all(any(_same(near, wanted) for near in text[start : start + reach]) for wanted in name)
        for start, word in enumerate(text)
    )


def _same(word: Word, wanted: Word) -> bool:
    if word.plain == wanted.plain:
        return True
    if len(wanted.skeleton) >= _SURE and word.skeleton == wanted.skeleton:
        return True
    return word.is_cyrillic and len(wanted.stem) >= _SURE and word.stem == wanted.stem
