"""Erases reasons in the revisions of claims that were deleted before deletions also erased reasons."""

from __future__ import annotations

from django.db import transaction

from claims.models import Claim, Erasure, PublicBody, Revision
from claims.operations.history.digests import follow_digests
from claims.operations.history.erasing import ACTION, said_with_order
from claims.operations.writing import OperationError, lock, lock_loading, need_reason
from claims.published import tombstone
from claims.verification import Change
from claims.verification.storage.sealing import seal
from claims.verification.storage.tombstones import append_tombstone
from factcheck.text.blanks import is_blank
from factcheck.text.erasing import ERASED


def erase_reasons_of_deleted(change: Change, *, ordered_by: str) -> int:
    """Erase the reasons of all revisions of deleted claims, except that of the deletion.

    Whatever could confirm a guess at old bodies is erased too.

    Each claim is handled in its own transaction. Returns how many were.

    Raises: OperationError without a reason or an order.
    """
    need_reason(change)
    if is_blank(ordered_by):
        raise OperationError("Say on whose order.")
    said = said_with_order(change, ordered_by)
    waiting = [pk for pk in _deleted() if _has_more(pk)]
    if waiting:
        record = Erasure.objects.create(
            at=change.at, actor=change.actor, person_id=change.person, reason=change.reason, ordered_by=ordered_by,
            places=[{"table": "claims.Revision", "column": "reason", "rows": len(waiting)}],
        )  # fmt: skip
        for pk in waiting:
            _erase_one(pk, said, record)
        record.finished_at = change.at
        record.save(update_fields=["finished_at"])
    return len(waiting)


def _deleted() -> list[int]:
    return list(Claim.objects.filter(removed_at__isnull=False).order_by("pk").values_list("pk", flat=True))


def _kept(claim_id: int) -> int:
    """Return the number of the revision that records who deleted a claim and why."""
    rows = Revision.objects.filter(claim=claim_id, body__isnull=False).order_by("number")
    return rows.values_list("number", flat=True).first() or 0


def _has_more(claim_id: int) -> bool:
    before = Revision.objects.filter(claim=claim_id, number__lt=_kept(claim_id))
    return before.exclude(reason__in=("", ERASED)).exists() or before.filter(salt=None).exists()


@transaction.atomic
def _erase_one(claim_id: int, change: Change, record: Erasure) -> None:
    lock_loading()
    dated = lock([claim_id]).after(change)
    kept = _kept(claim_id)
    sealed = seal(claim_id, lambda reason: ERASED if reason else "", lambda body: body, before=kept)
    follow_digests(sealed.anew)
    body = PublicBody.objects.select_related("claim").get(claim=claim_id)
    if body.claim.removed_at is not None:
        marker = tombstone(body.claim.key, body.claim.removed_at)
        append_tombstone(body, marker, dated._replace(action=ACTION), sealed.listed)
    number = body.revision + 1
    record.claims = [*record.claims, {"claim": body.claim.key, "revision": number}]
    record.save(update_fields=["claims"])
