"""The index that finds names of persons in texts about unnamed sources, and its matches. Nothing here is published.

Neither table has Django's own permissions, or a reverse relation from a source, so no list or filter can expose them.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from sources.models.source import Source
from sources.person_names import MAX_WORD


class SourceWord(models.Model):
    """A folded word (``sources.person_names``): for a named person, one by which its names are found; for an unnamed source,
    any word of its texts."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=MAX_WORD)
    of_person = models.BooleanField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(name="sourceword_once", fields=["word", "of_person", "source"])]

    def __str__(self) -> str:
        return self.word


class PersonMatch(models.Model):
    """A person named in the texts of an unnamed source. Only senior editors see it; open until one of them settles it."""

    unnamed = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=300, blank=True)
    settled_reason = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(name="personmatch_once", fields=["unnamed", "person"]),
            models.CheckConstraint(
                name="personmatch_settled_whole",
                condition=Q(settled_at=None, settled_by="", settled_reason="")
                | (Q(settled_at__isnull=False) & ~Q(settled_by="")),
            ),
        ]
        indexes = [models.Index(name="personmatch_open", fields=["id"], condition=Q(settled_at=None))]

    def __str__(self) -> str:
        return f"{self.unnamed}: {self.person}"
