"""Adding recorded words, and removing them when the records that had them are erased."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice
from typing import Final

from factcheck.text.search_words import is_kept, keys_of
from sources.models import SearchWord

_BATCH: Final = 500


def record_words(words: Iterable[str]) -> None:
    """Add new words; numbers, and words too short for fuzzy matching, are skipped."""
    wanted = iter(sorted(filter(is_kept, set(words))))
    while batch := list(islice(wanted, _BATCH)):
        known = set(SearchWord.objects.filter(key=0, word__in=batch).values_list("word", flat=True))
        new = [SearchWord(word=word, key=key) for word in batch if word not in known for key in (0, *sorted(keys_of(word)))]
        # Twice, if somebody else adds the same word now: reading is distinct, and no constraint makes one wait for the
        # other.
        SearchWord.objects.bulk_create(new, batch_size=2_000)


def forget_words(words: Collection[str]) -> None:
    """Remove words that no record has any more."""
    for word in sorted(words):
        SearchWord.objects.filter(key__in=[0, *keys_of(word)], word=word).delete()
