"""The words on record: whether one is, and which are near one that is not."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from factcheck.lookups import among
from factcheck.search_words import keys_asked, may_be_near, near
from sources.models import SearchWord

#: More near words than these would no longer be what somebody meant (a guess).
MOST_NEAR: Final = 8


def is_on_record(word: str, *, begun: bool = False) -> bool:
    """Return whether a word is on record; one that was only ``begun``, as the beginning of one."""
    fits = Q(word__startswith=word) if begun else Q(word=word)
    return SearchWord.objects.filter(fits, key=0).exists()


def words_near(word: str) -> list[str]:
    """Return all words on record that are near one, the nearest first, the word itself left out."""
    if not may_be_near(word):
        return []
    kept = SearchWord.objects.filter(among("key", keys_asked(word))).exclude(key=0)
    return near(word, kept.values_list("word", flat=True).distinct())
