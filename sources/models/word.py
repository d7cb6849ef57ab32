"""The recorded words, by which misspelt words are matched."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class SearchWord(models.Model):
    """A recorded word of a text or name: one row with key 0, and one for each key that finds it when misspelt.

    ``factcheck.text.search_words`` computes the keys. Two writers of a new word may both insert it: there is no constraint, so
    that neither waits for the other.
    """

    word = models.CharField(max_length=60)
    key = models.IntegerField()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(name="searchword_key", fields=["key"], condition=~Q(key=0)),
            models.Index(name="searchword_word", fields=["word"], condition=Q(key=0), opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return self.word
