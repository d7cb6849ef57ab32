"""What a document does to the attributions made from it: attaching it, its publisher's retraction and corrections.

A retraction, undoing one, and a correction are each one action, which affects every claim that shows the document.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.db.models import Q

from claims.models import Attribution, AttributionDocument, Decision, UndoneWithdrawal
from claims.operations.attributions.changes import mark_withdrawn, withdrawal
from claims.operations.decisions.ledger import mark_struck
from claims.operations.documents.page_problems import end_problems
from claims.operations.merges.retired import refuse_retired
from claims.operations.writing import OperationError, StaleRevisionError, lock_loading, need_reason, writing
from claims.queries.decisions.discrediting import discreditings_with
from claims.queries.documents.read import held_elsewhere, made_from, retracted_by_authors, withdrawn_with
from claims.queries.merges.retired import ATTRIBUTION, named_in
from claims.verification import Change
from claims.vocabulary import BY_OUTLET, REVIEWED
from factcheck.database.lookups import among
from factcheck.dates.partial_dates import parse
from factcheck.text.blanks import is_blank
from sources.models import Correction, Document, UndoneRetraction

#: The columns of a document's retraction; an attribution has the same ones.
_RETRACTION: Final = ("withdrawn_at", "withdrawal_recorded_at", "withdrawal_reason")
#: The same columns where there is none.
_CLEARED: Final = {"withdrawn_at": "", "withdrawal_recorded_at": None, "withdrawal_reason": ""}
_BATCH: Final = 500


def attach_document(
    attribution: Attribution,
    document: Document,
    change: Change,
    *,
    quote: Mapping[str, Any] | None = None,
    expected: Mapping[int, int] | None = None,
) -> None:
    """Attach a document that the desk holds to an attribution: its first one, or a further one with the same statement.

    ``quote`` holds the columns of the words as this document has them.

    Raises: OperationError if it already has this document, was withdrawn with its documents, or has other words; if the
        document was retracted or discredited, or the claim was merged or deleted; StaleRevisionError.
    """
    with transaction.atomic():
        lock_loading()
        # Retractions take the same lock: the caller's instance may be older than one.
        document.refresh_from_db(fields=["withdrawal_recorded_at"])
        with writing([attribution.claim_id], change, expected=expected) as dated:
            refuse_retired([attribution.claim_id])
            mark_documented(attribution, document, dated.at, quote or {})


def mark_documented(attribution: Attribution, document: Document, at: datetime, quote: Mapping[str, Any]) -> None:
    """Attach a document to an attribution within a write already started."""
    if document.withdrawal_recorded_at is not None:
        raise OperationError(f"“{document}” was retracted by its publisher, and documents nothing.")
    if discreditings_with([document]):
        raise OperationError(f"“{document}” was shown to be forged or false, and documents nothing.")
    row = Attribution.objects.get(pk=attribution.pk)
    if (document.pk, row.source_id) in retracted_by_authors([document.pk]):
        raise OperationError(f"“{row.source}” retracted “{document}”, which documents nothing that they said.")
    if row.document_id is None:
        _mark_first(row, document, at, quote)
    else:
        _mark_further(row, document, at, quote)


def _mark_first(row: Attribution, document: Document, at: datetime, quote: Mapping[str, Any]) -> None:
    if row.quote_exact and quote.get("quote_exact", row.quote_exact) != row.quote_exact:
        raise OperationError(f"“{row.key}” is recorded with other words; supersede it to record these.")
    Attribution.objects.filter(pk=row.pk).update(document=document, document_recorded_at=at, **quote)


def _mark_further(row: Attribution, document: Document, at: datetime, quote: Mapping[str, Any]) -> None:
    further = AttributionDocument.objects.filter(attribution=row, document=document, struck_at=None)
    if row.document_id == document.pk or further.exists():
        raise OperationError(f"“{row.key}” already has the document “{document}”.")
    if row.withdrawn_with_document:
        raise OperationError(
            f"“{row.key}” was withdrawn when its documents were retracted: record an attribution that supersedes it instead."
        )
    AttributionDocument.objects.create(claim_id=row.claim_id, attribution=row, document=document, recorded_at=at, **quote)


def detach_document(
    attribution: Attribution, document: Document, change: Change, *, expected: Mapping[int, int] | None = None
) -> None:
    """Strike out a further document that does not hold the statement of an attribution; its first document stays.

    If all that are left were retracted, the attribution is withdrawn with them, as the last retraction would have done.

    Raises: OperationError without a reason, if it is no further document of the attribution, or if the claim was merged or
        deleted; StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    with transaction.atomic():
        lock_loading()
        with writing([attribution.claim_id], change, expected=expected) as dated:
            refuse_retired([attribution.claim_id])
            if Attribution.objects.filter(pk=attribution.pk, withdrawn_with_authors__document=document).exists():
                raise OperationError(f"The retraction of “{document}” by its authors withdrew this: undo that first.")
            further = AttributionDocument.objects.filter(attribution=attribution, document=document, struck_at=None)
            if not further.update(struck_at=dated.at, struck_reason=dated.reason):
                raise OperationError(f"“{document}” is not a further document of “{attribution.key}”.")
            end_problems(document, [attribution.pk], dated)
            first = Document.objects.get(attributions=attribution)
            if first.withdrawal_recorded_at is not None:
                withdraw_unheld([attribution.pk], first, dated.at)


def withdraw_unheld(rows: Collection[int], document: Document, at: datetime) -> None:
    """Withdraw the current ones of these attributions that no document holds which was not retracted."""
    left = set(rows) - held_elsewhere(rows)
    ended: dict[str, Any] = {"withdrawn_at": document.withdrawn_at, "reason": document.withdrawal_reason}
    current = Attribution.objects.filter(among("id", sorted(left)), withdrawal_recorded_at=None, voided_at=None)
    current.update(**withdrawal(at, by=BY_OUTLET, with_document=True, **ended))


def withdraw_document(document: Document, change: Change, *, withdrawn_at: str = "") -> None:
    """Record a retraction of a document by its publisher: one action that affects all attributions made from it.

    Raises: OperationError if it is already retracted, or without a reason; PartialDateError.
    """
    need_reason(change)
    with writing_all(document, change) as dated:
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
    """Record what a publisher corrected in a document, and which attributions made from it that withdraws.

    ``said_at`` is a partial date. Those attributions are withdrawn by the outlet, with the note as the reason; every claim that
    shows the document is revised, because readers see the note with it. ``expected`` holds the revision seen of each claim.

    Raises: OperationError without a note, if the same correction is recorded, or if an attribution is not made from the
    document or is not current; PartialDateError; StaleRevisionError. Nothing is stored then.
    """
    said, reason = (parse(said_at) if said_at else ""), note.strip()
    if is_blank(reason):
        raise OperationError("Say what the publisher corrected, in its own words if possible.")
    explained = change._replace(reason=reason) if is_blank(change.reason) else change
    with writing_all(document, explained, expected=expected) as dated:
        correction = mark_corrected(document, dated, note=reason, said_at=said)
        made = set(Attribution.objects.filter(made_from(document)).values_list("pk", flat=True))
        for row in taken_back:
            if row.pk not in made:
                raise OperationError(
                    f"“{row.key}” is not made from “{document}”, so a correction of it cannot withdraw the attribution."
                )
            mark_withdrawn(row, dated._replace(reason=reason), by=BY_OUTLET, withdrawn_at=said)
    return correction


def mark_corrected(document: Document, change: Change, *, note: str, said_at: str) -> Correction:
    """Write a correction within a write already started; ``said_at`` is a canonical partial date or empty."""
    if Correction.objects.filter(document=document, note=note, said_at=said_at).exists():
        raise OperationError(f"This correction of “{document}” is already recorded.")
    return Correction.objects.create(
        document=document, note=note, said_at=said_at, recorded_at=change.at, recorded_by=change.actor
    )


@contextmanager
def writing_all(
    document: Document,
    change: Change,
    *,
    expected: Mapping[int, int] | None = None,
    rows: Callable[[], Q] | None = None,
) -> Iterator[Change]:
    """Frame a write to all claims that show a document; no other claim can be recorded from it meanwhile.

    ``rows`` returns the condition of the attributions whose claims alone are written; it is called under the lock.
    """
    with transaction.atomic():
        lock_loading()
        reached = claims_shown_in(document) if rows is None else claims_of(rows())
        # ``writing`` checks only the claims in ``expected``; one recorded since then is in nobody's preview.
        if expected is not None and reached - expected.keys():
            raise StaleRevisionError(f"Another claim was recorded from “{document}” since you opened this: review all of them.")
        if rows is not None and expected is not None:
            expected = {claim: revision for claim, revision in expected.items() if claim in reached}
        with writing(reached, change, expected=expected) as dated:
            yield dated


def claims_shown_in(document: Document) -> set[int]:
    """Return the claims that have attributions made from a document."""
    return claims_of(made_from(document))


def claims_of(rows: Q) -> set[int]:
    """Return the claims of the attributions that meet a condition."""
    return set(Attribution.objects.filter(rows).values_list("claim_id", flat=True))


def mark_document_withdrawn(document: Document, change: Change, *, withdrawn_at: str) -> None:
    """Write a retraction within a write already started, and withdraw the attributions that no other document holds."""
    values = withdrawal(change.at, by=BY_OUTLET, withdrawn_at=withdrawn_at, reason=change.reason, with_document=True)
    retraction = {name: values[name] for name in _RETRACTION}
    if not Document.objects.filter(pk=document.pk, withdrawal_recorded_at=None).update(**retraction):
        raise OperationError(f"“{document}” is already retracted.")
    document.refresh_from_db(fields=_RETRACTION)
    rows = Attribution.objects.filter(made_from(document), withdrawal_recorded_at=None, voided_at=None)
    withdraw_unheld(list(rows.values_list("pk", flat=True)), document, change.at)


class RetractionUndone(NamedTuple):
    """The result of undoing a retraction: its record, the attributions restored, and the reviews struck out with it."""

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
    """Undo the retraction of a document, with the withdrawals that it caused: one action for all claims that show it.

    Other withdrawals stay, and so does what was voided, superseded, merged or corrected in the meantime. Reviews of what the
    retraction withdrew are struck out, because they do not cover a later retraction. ``retracted_at`` is when the retraction
    that the caller saw was recorded, ``expected`` the revision seen of each claim.

    Raises: OperationError without a reason, or if the document is not retracted; StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    with writing_all(document, change, expected=expected) as dated:
        # Under the lock: a colleague may have undone it, or recorded another, since the page was opened.
        document.refresh_from_db(fields=_RETRACTION)
        if document.withdrawal_recorded_at is None:
            raise OperationError(f"“{document}” is not retracted, or the retraction was already undone.")
        if retracted_at not in (None, document.withdrawal_recorded_at):
            raise StaleRevisionError(f"“{document}” was retracted again since you opened this: review what that withdrew.")
        return _mark_undone(document, dated)


def _mark_undone(document: Document, dated: Change) -> RetractionUndone:
    retraction = {name: getattr(document, name) for name in _RETRACTION}
    record = UndoneRetraction.objects.create(
        document=document, undone_at=dated.at, undone_by=dated.actor, undo_reason=dated.reason, **retraction
    )
    rows = withdrawn_with(document)
    restore_withdrawn(rows, record)
    Document.objects.filter(pk=document.pk).update(**_CLEARED)
    return RetractionUndone(record, tuple(rows), tuple(strike_reviews(rows, dated)))


def restore_withdrawn(rows: Sequence[Attribution], record: UndoneRetraction) -> None:
    """Take back the withdrawals of these attributions within a write already started, and keep what was shown till then."""
    # Before the columns are emptied: as-of and replay read the past from the rows made of them.
    UndoneWithdrawal.objects.bulk_create([_undone(row, record) for row in rows], batch_size=_BATCH)
    restored = Attribution.objects.filter(among("id", [row.pk for row in rows]))
    restored.update(**_CLEARED, withdrawn_by="", withdrawn_with_document=False, withdrawn_with_authors=None)


def _undone(row: Attribution, record: UndoneRetraction) -> UndoneWithdrawal:
    when = {"withdrawn_at": row.withdrawn_at, "recorded_at": row.withdrawal_recorded_at}
    return UndoneWithdrawal(attribution=row, retraction=record, reason=row.withdrawal_reason, **when)


def strike_reviews(rows: Iterable[Attribution], dated: Change) -> Iterator[Decision]:
    """Strike out, and yield, the reviews that name one of these attributions."""
    keys: dict[int, set[str]] = {}
    for row in rows:
        keys.setdefault(row.claim_id, set()).add(row.key)
    reviews = Decision.objects.filter(among("claim", sorted(keys)), kind=REVIEWED, struck_at=None)
    for review in reviews.select_related("claim").order_by("id"):
        if keys[review.claim_id].intersection(named_in(review, ATTRIBUTION)):
            mark_struck(review, dated)
            yield review
