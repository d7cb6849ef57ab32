"""What a document does to the attributions made from it: it is attached, taken back by its publisher, or put right.

A retraction, undoing one, and a correction are each one action, which reaches every claim that shows the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Final, NamedTuple

from django.db import transaction

from claims.models import Attribution, Decision, UndoneWithdrawal
from claims.operations.attributions.changes import mark_withdrawn, withdrawal
from claims.operations.decisions.ledger import mark_struck
from claims.operations.merges.retired import refuse_retired
from claims.operations.writing import OperationError, StaleRevisionError, lock_loading, need_reason, writing
from claims.queries.documents.read import withdrawn_with
from claims.queries.merges.retired import ATTRIBUTION, named_in
from claims.verification import Change
from claims.vocabulary import BY_OUTLET, REVIEWED
from factcheck.database.lookups import among
from factcheck.dates.partial_dates import parse
from factcheck.text.blanks import is_blank
from sources.models import Correction, Document, UndoneRetraction

#: The columns of a document that tell its retraction; an attribution has the same ones.
_RETRACTION: Final = ("withdrawn_at", "withdrawal_recorded_at", "withdrawal_reason")
_BATCH: Final = 500


def attach_document(
    attribution: Attribution, document: Document, change: Change, *, expected: Mapping[int, int] | None = None
) -> None:
    """Record that the desk now holds a document of an attribution.

    Raises: OperationError where it has another one already, the document was retracted, or the claim goes on elsewhere;
        StaleRevisionError.
    """
    with transaction.atomic():
        lock_loading()
        document.refresh_from_db(fields=["withdrawal_recorded_at"])
        with writing([attribution.claim_id], change, expected=expected) as dated:
            refuse_retired([attribution.claim_id])
            mark_documented(attribution, document, dated.at)


def mark_documented(attribution: Attribution, document: Document, at: datetime) -> None:
    """Tie a document to an attribution within a write that is under way."""
    if document.withdrawal_recorded_at is not None:
        raise OperationError(f"“{document}” was retracted by its publisher, so it documents nothing.")
    if not Attribution.objects.filter(pk=attribution.pk, document=None).update(document=document, document_recorded_at=at):
        raise OperationError(f"“{attribution.key}” already has a document; supersede it to record another statement.")


def withdraw_document(document: Document, change: Change, *, withdrawn_at: str = "") -> None:
    """Record a retraction of a document by its publisher: one action that reaches all attributions made from it.

    Raises: OperationError where it was already, or without a reason; PartialDateError.
    """
    need_reason(change)
    with _writing_all(document, change) as dated:
        mark_document_withdrawn(document, dated, withdrawn_at=withdrawn_at)


def correct_document(
    document: Document,
    note: str,
    change: Change,
    *,
    said_at: str = "",
    taken_back: Iterable[Attribution] = (),
    expected: Mapping[int, int] | None = None,
) -> Correction:
    """Record what a publisher put right in a document, and which attributions made from it that takes back.

    ``said_at`` is a partial date. Those taken back are withdrawn by the outlet, with the note as the reason; every claim that
    shows the document is revised, for readers see the note beside it. ``expected`` holds the revision seen of each of those.

    Raises: OperationError without a note, where the same one is recorded, or where an attribution is not made from the document
        or does not stand; PartialDateError; StaleRevisionError. Nothing is stored then.
    """
    said, reason = (parse(said_at) if said_at else ""), note.strip()
    if is_blank(reason):
        raise OperationError("Say what the publisher put right, in its words if it can be.")
    told = change if change.reason.strip() else change._replace(reason=reason)
    with _writing_all(document, told, expected=expected) as dated:
        correction = mark_corrected(document, dated, note=reason, said_at=said)
        for row in taken_back:
            if row.document_id != document.pk:
                raise OperationError(f"“{row.key}” is not made from “{document}”, so its correction does not take it back.")
            mark_withdrawn(row, dated._replace(reason=reason), by=BY_OUTLET, withdrawn_at=said)
    return correction


def mark_corrected(document: Document, change: Change, *, note: str, said_at: str) -> Correction:
    """Write a correction within a write that is under way; ``said_at`` is a canonical partial date or empty."""
    if Correction.objects.filter(document=document, note=note, said_at=said_at).exists():
        raise OperationError(f"This correction of “{document}” is recorded already.")
    return Correction.objects.create(
        document=document, note=note, said_at=said_at, recorded_at=change.at, recorded_by=change.actor
    )


@contextmanager
def _writing_all(document: Document, change: Change, *, expected: Mapping[int, int] | None = None) -> Iterator[Change]:
    """Frame a write to all claims that show a document, none of which is recorded from it meanwhile."""
    with transaction.atomic():
        lock_loading()
        reached = claims_shown_in(document)
        if expected is not None and reached - expected.keys():
            raise StaleRevisionError(
                f"Since you opened this, another claim was recorded from “{document}”: look at all of them."
            )
        with writing(reached, change, expected=expected) as dated:
            yield dated


def claims_shown_in(document: Document) -> set[int]:
    """Return the claims that have attributions made from a document."""
    return set(Attribution.objects.filter(document=document).values_list("claim_id", flat=True))


def mark_document_withdrawn(document: Document, change: Change, *, withdrawn_at: str) -> None:
    """Write a retraction, and the withdrawal of the attributions that stood, within a write that is under way."""
    told = withdrawal(change.at, by=BY_OUTLET, withdrawn_at=withdrawn_at, reason=change.reason, with_document=True)
    retraction = {name: told[name] for name in _RETRACTION}
    if not Document.objects.filter(pk=document.pk, withdrawal_recorded_at=None).update(**retraction):
        raise OperationError(f"“{document}” is already withdrawn.")
    Attribution.objects.filter(document=document, withdrawal_recorded_at=None, voided_at=None).update(**told)


class RetractionUndone(NamedTuple):
    """What undoing a retraction did: its record, what is no longer withdrawn, and the reviews that were struck out with it."""

    record: UndoneRetraction
    restored: tuple[Attribution, ...]
    struck: tuple[Decision, ...]


def undo_retraction(
    document: Document,
    change: Change,
    *,
    retracted_at: datetime | None = None,
    expected: Mapping[int, int] | None = None,
) -> RetractionUndone:
    """Take the retraction of a document back, with the withdrawals that it made: one action for all claims that show it.

    What was withdrawn by other means stays withdrawn, and what was voided, superseded, merged or corrected in the meantime
    stays so. Reviews of what the retraction withdrew are struck out: they say nothing of a later retraction. ``retracted_at``
    is when the retraction that the caller saw was recorded, ``expected`` the revision seen of each claim.

    Raises: OperationError without a reason, or where the document is not retracted; StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    with _writing_all(document, change, expected=expected) as dated:
        document.refresh_from_db(fields=_RETRACTION)
        if document.withdrawal_recorded_at is None:
            raise OperationError(f"“{document}” is not retracted, or that was undone already.")
        if retracted_at not in (None, document.withdrawal_recorded_at):
            raise StaleRevisionError(f"Since you opened this, “{document}” was retracted anew: look at what that withdrew.")
        return _mark_undone(document, dated)


def _mark_undone(document: Document, dated: Change) -> RetractionUndone:
    retraction = {name: getattr(document, name) for name in _RETRACTION}
    record = UndoneRetraction.objects.create(
        document=document, undone_at=dated.at, undone_by=dated.actor, undo_reason=dated.reason, **retraction
    )
    rows = withdrawn_with(document)
    UndoneWithdrawal.objects.bulk_create([_undone(row, record) for row in rows], batch_size=_BATCH)
    stands = {"withdrawn_at": "", "withdrawal_recorded_at": None, "withdrawal_reason": ""}
    Document.objects.filter(pk=document.pk).update(**stands)
    restored = Attribution.objects.filter(document=document, withdrawn_with_document=True)
    restored.update(**stands, withdrawn_by="", withdrawn_with_document=False)
    return RetractionUndone(record, tuple(rows), tuple(_strike_reviews(rows, dated)))


def _undone(row: Attribution, record: UndoneRetraction) -> UndoneWithdrawal:
    when = {"withdrawn_at": row.withdrawn_at, "recorded_at": row.withdrawal_recorded_at}
    return UndoneWithdrawal(attribution=row, retraction=record, reason=row.withdrawal_reason, **when)


def _strike_reviews(rows: Iterable[Attribution], dated: Change) -> Iterator[Decision]:
    """Strike out, and yield, the reviews that name one of these attributions."""
    keys: dict[int, set[str]] = {}
    for row in rows:
        keys.setdefault(row.claim_id, set()).add(row.key)
    reviews = Decision.objects.filter(among("claim", sorted(keys)), kind=REVIEWED, struck_at=None)
    for review in reviews.select_related("claim").order_by("id"):
        if keys[review.claim_id].intersection(named_in(review, ATTRIBUTION)):
            mark_struck(review, dated)
            yield review
