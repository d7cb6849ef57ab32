"""The search words of a claim."""

from __future__ import annotations

from django.db import models

from claims.models.claim import Claim


class ClaimWords(models.Model):
    """The words of a claim's text, key, topics and quotes, each once: what a search compares, on both databases.

    ``claims.operations.claims.search_words`` updates them with each write. PostgreSQL has an index on them, see migration 0028.
    """

    claim = models.OneToOneField(Claim, primary_key=True, on_delete=models.CASCADE, related_name="search_words")
    words = models.TextField(help_text="Without case and marks, in their order, with a space before and after each.")

    class Meta:
        default_permissions = ()
        verbose_name_plural = "claim words"

    def __str__(self) -> str:
        return self.words.strip()
