"""Expressions of concern: a publisher says that a document may not be reliable. No count changes, and it can be lifted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Max

from claims.operations.documents.changes import writing_all
from claims.operations.writing import OperationError, need_reason
from claims.verification import Change
from factcheck.dates.partial_dates import parse
from factcheck.text.blanks import is_blank
from sources.models import Document, ExpressionOfConcern


def express_concern(
    document: Document, note: str, change: Change, *, said_at: str = "", expected: Mapping[int, int] | None = None
) -> ExpressionOfConcern:
    """Record that a publisher expressed concern about a document: claims that rest on it are flagged.

    ``said_at`` is a partial date. ``expected`` holds the revision seen of each claim.

    Raises: OperationError without a note, or if the document is retracted or this concern is recorded; PartialDateError;
        StaleRevisionError. Nothing is stored then.
    """
    said, text = (parse(said_at) if said_at else ""), note.strip()
    if is_blank(text):
        raise OperationError("Say what the publisher doubts, in its own words if possible.")
    explained = change._replace(reason=text) if is_blank(change.reason) else change
    with writing_all(document, explained, expected=expected) as dated:
        document.refresh_from_db(fields=["withdrawal_recorded_at"])
        if document.withdrawal_recorded_at is not None:
            raise OperationError(f"“{document}” is retracted, which says more than a concern.")
        if ExpressionOfConcern.objects.filter(document=document, note=text, said_at=said, lifted_at=None).exists():
            raise OperationError(f"This concern about “{document}” is already recorded.")
        made = ExpressionOfConcern.objects.create(
            document=document, note=text, said_at=said, recorded_at=dated.at, recorded_by=dated.actor
        )
        mark_doubted([document.pk])
    return made


def lift_concerns(
    document: Document, change: Change, *, expected: Mapping[int, int] | None = None
) -> tuple[ExpressionOfConcern, ...]:
    """Record that the publisher no longer has concerns about a document, or that none was meant; return those lifted.

    Raises: OperationError without a reason, or if no concern is in force; StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    with writing_all(document, change, expected=expected) as dated:
        lifted = tuple(ExpressionOfConcern.objects.filter(document=document, lifted_at=None).order_by("id"))
        if not lifted:
            raise OperationError(f"There is no concern about “{document}”, or it was already lifted.")
        made = {"lifted_at": dated.at, "lifted_by": dated.actor, "lift_reason": dated.reason}
        ExpressionOfConcern.objects.filter(pk__in=[one.pk for one in lifted]).update(**made)
        mark_doubted([document.pk])
    return lifted


def mark_doubted(documents: Iterable[int]) -> None:
    """Write of documents whether they are in doubt, within a write already started that changed the concerns about them."""
    for pk in documents:
        last = ExpressionOfConcern.objects.filter(document=pk, lifted_at=None).aggregate(last=Max("recorded_at"))
        Document.objects.filter(pk=pk).update(doubted_at=last["last"])
