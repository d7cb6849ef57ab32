"""The words on record, for whoever misspells one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class SearchWord(models.Model):
    """A word that a text or name on record has: a row for itself, with key 0, and one for each key that finds it misspelt.

    ``factcheck.text.search_words`` makes the keys. Two who record a new word at once may both write it: nothing forbids
    that, so that neither has to wait for the other.
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
