"""The words on record: whether one is, and which are near one that is not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from factcheck.database.lookups import among
from factcheck.text.search_words import keys_asked, may_be_near, near
from sources.models import SearchWord

#: More near words than these would no longer be what somebody meant (a guess).
MOST_NEAR: Final = 8


def on_record(words: Iterable[str]) -> set[str]:
    """Return those of some words that are on record."""
    asked = set(words)
    return set(SearchWord.objects.filter(word__in=asked, key=0).values_list("word", flat=True)) if asked else set()


def is_begun(word: str) -> bool:
    """Return whether a word on record begins with this one."""
    return SearchWord.objects.filter(word__startswith=word, key=0).exists()


def words_near(word: str) -> list[str]:
    """Return all words on record that are near one, the nearest first, the word itself left out."""
    if not may_be_near(word):
        return []
    kept = SearchWord.objects.filter(among("key", keys_asked(word))).exclude(key=0)
    return near(word, kept.values_list("word", flat=True).distinct())
