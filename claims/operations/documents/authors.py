"""A retraction of a document by some of its authors, while the others stand by it; and undoing it.

It withdraws what these authors say in the document, also where another document holds the same statement: they took back the
statement, not only the place where it was printed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import Q

from claims.models import Attribution, AttributionDocument
from claims.operations.attributions.changes import mark_withdrawn
from claims.operations.documents.changes import (
    RetractionUndone,
    restore_withdrawn,
    strike_reviews,
    withdraw_unheld,
    writing_all,
)
from claims.operations.writing import OperationError, need_reason
from claims.queries.documents.read import made_from, retracted_by_authors
from claims.verification import Change
from claims.vocabulary import BY_SOURCE
from factcheck.database.lookups import among
from factcheck.dates.partial_dates import parse
from sources.models import AuthorsRetraction, Document, Source, UndoneRetraction


def retract_by_authors(
    document: Document,
    authors: Collection[Source],
    change: Change,
    *,
    withdrawn_at: str = "",
    expected: Mapping[int, int] | None = None,
) -> AuthorsRetraction:
    """Record that some authors of a document retracted it: what they say in it is withdrawn, and the rest counts on.

    What is recorded from the document later as said by one of them is withdrawn too. ``withdrawn_at`` is a partial date.
    ``expected`` holds the revision seen of each claim.

    Raises: OperationError without a reason or authors, if the publisher retracted the document, if an author is unnamed or has
        no current attribution from it; PartialDateError; StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    said = parse(withdrawn_at) if withdrawn_at else ""
    _refuse_unknown(authors)
    ids = [author.pk for author in authors]
    with writing_all(document, change, expected=expected, rows=lambda: _current(document, ids)) as dated:
        document.refresh_from_db(fields=["withdrawal_recorded_at"])
        if document.withdrawal_recorded_at is not None:
            raise OperationError(f"“{document}” is already retracted by its publisher.")
        rows = said_by(document, ids)
        speaking = {row.source_id for row in rows}
        if silent := ", ".join(f"“{author}”" for author in authors if author.pk not in speaking):
            raise OperationError(f"No current attribution from “{document}” is by {silent}: there is nothing to withdraw.")
        made = mark_retracted_by_authors(document, ids, dated, withdrawn_at=said)
        withdraw_with_authors(rows, made, dated)
    return made


def said_by(document: Document, authors: Collection[int]) -> list[Attribution]:
    """Return the current attributions that are made from a document and by one of these sources."""
    return list(Attribution.objects.filter(_current(document, authors)).order_by("id"))


def _current(document: Document, authors: Collection[int]) -> Q:
    return made_from(document) & Q(source__in=authors, withdrawal_recorded_at=None, voided_at=None)


def _refuse_unknown(authors: Collection[Source]) -> None:
    if not authors:
        raise OperationError("Choose the authors who retracted the document.")
    if unnamed := next((author for author in authors if not author.identified), None):
        raise OperationError(f"“{unnamed}” is an unnamed source, and cannot retract anything in public.")


def mark_retracted_by_authors(
    document: Document, authors: Collection[int], change: Change, *, withdrawn_at: str
) -> AuthorsRetraction:
    """Write a retraction within a write already started, without the withdrawals (``withdraw_with_authors``)."""
    made = AuthorsRetraction.objects.create(
        document=document,
        withdrawn_at=withdrawn_at,
        reason=change.reason,
        recorded_at=change.at,
        recorded_by=change.actor,
    )
    made.authors.set(authors)
    return made


def withdraw_with_authors(rows: Iterable[Attribution], made: AuthorsRetraction, dated: Change) -> None:
    """Withdraw current attributions with a retraction by their authors, within a write already started."""
    explained = dated._replace(reason=made.reason)
    for row in rows:
        mark_withdrawn(row, explained, by=BY_SOURCE, withdrawn_at=made.withdrawn_at, with_authors=made)


def undo_authors_retraction(
    retraction: AuthorsRetraction, change: Change, *, expected: Mapping[int, int] | None = None
) -> RetractionUndone:
    """Undo a retraction by authors, with the withdrawals that it caused, as ``undo_retraction`` does one by the publisher.

    What another retraction in force withdraws as well is withdrawn with that one.

    Raises: OperationError without a reason, or if it was already undone; StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    document = retraction.document
    with writing_all(document, change, expected=expected, rows=lambda: Q(withdrawn_with_authors=retraction)) as dated:
        if UndoneRetraction.objects.filter(authors_retraction=retraction).exists():
            raise OperationError(f"This retraction of “{document}” was already undone.")
        return mark_authors_retraction_undone(retraction, dated)


def mark_authors_retraction_undone(retraction: AuthorsRetraction, dated: Change) -> RetractionUndone:
    """Undo a retraction by authors within a write already started."""
    record = UndoneRetraction.objects.create(
        document=retraction.document,
        authors_retraction=retraction,
        withdrawn_at=retraction.withdrawn_at,
        withdrawal_recorded_at=retraction.recorded_at,
        withdrawal_reason=retraction.reason,
        undone_at=dated.at,
        undone_by=dated.actor,
        undo_reason=dated.reason,
    )
    rows = list(Attribution.objects.filter(withdrawn_with_authors=retraction).select_related("claim", "source").order_by("id"))
    restore_withdrawn(rows, record)
    _withdraw_again(rows, dated)
    current = Attribution.objects.filter(among("id", [row.pk for row in rows]), withdrawal_recorded_at=None)
    left = set(current.values_list("pk", flat=True))
    return RetractionUndone(record, tuple(row for row in rows if row.pk in left), tuple(strike_reviews(rows, dated)))


def _withdraw_again(rows: Sequence[Attribution], dated: Change) -> None:
    """Withdraw restored attributions with another retraction in force: of other authors' records, or by the publisher."""
    held = _documents_of(rows)
    authors = retracted_by_authors({pk for documents in held.values() for pk in documents})
    for row in rows:
        other = next((authors[pk, row.source_id] for pk in held[row.pk] if (pk, row.source_id) in authors), None)
        if other is not None and row.voided_at is None:
            withdraw_with_authors([row], other, dated)
    for document in Document.objects.filter(
        among("id", sorted({documents[0] for documents in held.values() if documents})), withdrawal_recorded_at__isnull=False
    ):
        withdraw_unheld([row.pk for row in rows if held[row.pk][:1] == [document.pk]], document, dated.at)


def _documents_of(rows: Sequence[Attribution]) -> dict[int, list[int]]:
    """Return the documents of each attribution, the first one first."""
    held = {row.pk: [row.document_id] if row.document_id is not None else [] for row in rows}
    further = AttributionDocument.objects.filter(among("attribution", sorted(held)), struck_at=None).order_by("id")
    for attribution, document in further.values_list("attribution_id", "document_id"):
        held[attribution].append(document)
    return held
