"""Repairs of what can be computed from the record: bodies, results and search words. The record itself stays."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from claims.models import PublicBody, Revision, Standing
from claims.operations.claims.search_words import outdated_words, write_words
from claims.operations.writing import lock
from claims.queries.history.chain_check import broken_chain


def mark_to_recompute(ids: Collection[int], at: datetime) -> set[int]:
    """Mark claims so that the next verification stores result, flags and body anew, as a revision. Return which.

    A claim with a broken revision chain is left as it is: a new revision would hide where the record was altered.
    """
    with transaction.atomic():
        lock(ids)
        sound = {pk for pk in sorted(ids) if _body_restored(pk)}
        # Without its digest the result counts as changed: equal findings would leave flags and assessment as they are.
        Standing.objects.filter(pk__in=sorted(sound)).update(marked_at=at, result_digest="")
    return sound


def _body_restored(pk: int) -> bool:
    """Take the current body of a locked claim from its last revision. Return whether its chain is sound then.

    The next revision stores its body as a difference from the current one: from an altered body it would be unreadable.
    """
    revisions = list(Revision.objects.filter(claim=pk).order_by("number"))
    current = PublicBody.objects.filter(pk=pk).first()
    if current is None or not revisions:
        return False
    altered, current.body = current.body, revisions[-1].body_text()
    if list(broken_chain(pk, revisions, current, removed=False)):
        return False
    if current.body != altered:
        PublicBody.objects.filter(pk=pk).update(body=current.body)
    return True


def rewrite_words(ids: Collection[int]) -> int:
    """Store the search words of those of the claims that have wrong ones, and return how many had."""
    wrong = outdated_words(ids)
    if wrong:
        with transaction.atomic():
            lock(wrong)
            write_words(wrong)
    return len(wrong)
