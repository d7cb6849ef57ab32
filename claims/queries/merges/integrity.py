"""Merged or deleted claims whose records are inconsistent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q

from claims.claim_fields import ClaimField, fields
from claims.models import (
    Assessment,
    Attribution,
    AttributionDocument,
    Citation,
    Claim,
    ClaimRelation,
    ClaimTopic,
    Comment,
    Decision,
    Flag,
    Interest,
    PageProblem,
    PrivateNote,
    Standing,
    Verdict,
)
from claims.models.claim import column_of
from claims.published import tombstone
from claims.vocabulary import MERGED

#: Records that are erased with a claim.
_ERASED: Final[tuple[Any, ...]] = (
    Attribution, AttributionDocument, Citation, Interest, ClaimTopic, Decision, Verdict, PrivateNote, Comment, Flag, Standing,
    PageProblem,
)  # fmt: skip


def broken_moves() -> Iterator[str]:
    """Return a sentence for each claim whose merge or deletion breaks a rule."""
    yield from _mergers()
    yield from _tombstones()


def _mergers() -> Iterator[str]:
    standing = Decision.objects.filter(claim=OuterRef("pk"), kind=MERGED, struck_at=None)
    there = Claim.objects.filter(removed_at=None).order_by("id")
    unmatched = there.filter(~Exists(standing.filter(other_claim=OuterRef("merged_into"))), merged_into__isnull=False)
    for claim in unmatched.iterator():
        yield f"claim “{claim.key}” is marked as merged, but no merge is in force"
    for claim in there.filter(Exists(standing), merged_into=None).iterator():
        yield f"claim “{claim.key}” has a merge in force, but is not marked as merged"


def _tombstones() -> Iterator[str]:
    related = ClaimRelation.objects.filter(Q(from_claim=OuterRef("pk")) | Q(to_claim=OuterRef("pk")), struck_at=None)
    for claim in Claim.objects.filter(Exists(related), removed_at__isnull=False).order_by("id").iterator():
        yield f"claim “{claim.key}” was deleted, but a relation to it is in force"
    for claim in Claim.objects.filter(removed_at__isnull=False).select_related("public_body").order_by("id").iterator():
        left = [model._meta.verbose_name for model in _ERASED if model.objects.filter(claim=claim).exists()]
        left += ["complaint"] if claim.complaints.exists() else []
        left += [field.label for field in fields() if _is_left(field, claim)]
        left += ["finding"] if Assessment.objects.filter(~Q(explanation=""), claim=claim).exists() else []
        for what in left:
            yield f"claim “{claim.key}” was deleted, but its {what} was not erased"
        if claim.removed_at and claim.public_body.body.encode() != tombstone(claim.key, claim.removed_at):
            yield f"claim “{claim.key}” was deleted, but its public body is not a tombstone"


def _is_left(field: ClaimField, claim: Claim) -> bool:
    return field.emptied_on_erasure and getattr(claim, column_of(field)) != field.empty
