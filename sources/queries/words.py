"""Recorded words: whether a word is one, and which are near one that is not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from factcheck.database.lookups import among
from factcheck.text.search_words import keys_asked, may_be_near, near
from sources.models import SearchWord

#: The most suggestions: beyond these none is likely meant (a guess).
MOST_NEAR: Final = 8


def on_record(words: Iterable[str]) -> set[str]:
    """Return those of some words that are recorded."""
    asked = set(words)
    return set(SearchWord.objects.filter(word__in=asked, key=0).values_list("word", flat=True)) if asked else set()


def is_begun(word: str) -> bool:
    """Return whether a recorded word starts with this one."""
    return SearchWord.objects.filter(word__startswith=word, key=0).exists()


def words_near(word: str) -> list[str]:
    """Return all recorded words near one, nearest first, without the word itself."""
    if not may_be_near(word):
        return []
    kept = SearchWord.objects.filter(among("key", keys_asked(word))).exclude(key=0)
    return near(word, kept.values_list("word", flat=True).distinct())
