"""Repairs of what is stored beside the record and can be computed from it: results and search words. The record stays."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from claims.models import Standing
from claims.operations.claims.search_words import outdated_words, write_words
from claims.operations.writing import lock


def mark_to_recompute(ids: Collection[int], at: datetime) -> int:
    """Mark claims so that the next verification stores result, flags and body anew, as a revision. Return how many."""
    with transaction.atomic():
        lock(ids)
        # Without its digest the result counts as changed: equal findings would leave flags and assessment as they are.
        return Standing.objects.filter(pk__in=sorted(ids)).update(marked_at=at, result_digest="")


def rewrite_words(ids: Collection[int]) -> int:
    """Store the search words of those of the claims that have wrong ones, and return how many had."""
    wrong = outdated_words(ids)
    if wrong:
        with transaction.atomic():
            lock(wrong)
            write_words(wrong)
    return len(wrong)
