"""Complaints of parties: their corrections, their wish to reply, and letters of their lawyers.

Each leaves a revision of every claim that it is about, which says that it came or was answered, and not what it says.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.views.decorators.debug import sensitive_variables

from claims.models import Complaint
from claims.operations.merges.retired import refuse_retired
from claims.operations.writing import OperationError, need_reason, writing
from claims.verification import Change
from claims.vocabulary import ComplaintKind
from factcheck.text.blanks import is_blank
from sources.models import Document, Source

#: The main points of a letter; the letter itself belongs in a document (a guess).
LONGEST: Final = 20_000
#: More claims than one letter is about (a guess).
MOST_CLAIMS: Final = 50


@sensitive_variables()
def record_complaint(
    claim_ids: Iterable[int],
    kind: str,
    source: Source,
    change: Change,
    *,
    text: str,
    received_at: datetime,
    due_at: datetime,
    sender: str = "",
    document: Document | None = None,
) -> Complaint:
    """Record a complaint of a party about one or several claims, and when it has to be answered.

    Raises: OperationError for an unknown kind, an unnamed source, an empty or overlong text (not quoted), times that do not
        fit, no or too many claims, or if one was merged, split or deleted.
    """
    ids = sorted(set(claim_ids))
    if kind not in ComplaintKind.words():
        raise OperationError(f"“{kind}” is not a kind of complaint: use one of {', '.join(ComplaintKind.words())}.")
    if not source.identified:
        raise OperationError("Only a named party has complaints; those of an unnamed source come through its outlet.")
    if not 0 < len(ids) <= MOST_CLAIMS:
        raise OperationError(f"Choose 1 to {MOST_CLAIMS} claims that it is about.")
    if received_at > change.at:
        raise OperationError("It cannot have been received in the future.")
    if due_at < received_at:
        raise OperationError("The answer cannot be due before the complaint was received.")
    said = _checked(text)
    with writing(ids, change._replace(action="complaint received", reason="")) as dated:
        refuse_retired(ids)
        complaint = Complaint.objects.create(
            kind=kind,
            source=source,
            sender=sender.strip(),
            text=said,
            document=document,
            received_at=received_at,
            due_at=due_at,
            actor=dated.actor,
            person_id=dated.person,
            recorded_at=dated.at,
        )
        complaint.claims.set(ids)
    return complaint


@sensitive_variables()
def answer_complaint(complaint: Complaint, answer: str, change: Change, *, answered_at: datetime) -> None:
    """Record when the desk answered a complaint, and with what.

    Raises: OperationError for an empty or overlong answer, a time before the complaint or in the future, or if it is already
        answered or struck out.
    """
    said = _checked(answer)
    if not complaint.received_at <= answered_at <= change.at:
        raise OperationError("The answer was given after the complaint was received, and not in the future.")
    with writing(_claims(complaint), change._replace(action="complaint answered", reason="")) as dated:
        told = {"answered_at": answered_at, "answer": said, "answered_by": dated.actor}
        if not Complaint.objects.filter(pk=complaint.pk, answered_at=None, struck_at=None).update(**told):
            raise OperationError("This complaint is already answered, or struck out.")


@sensitive_variables()
def strike_complaint(complaint: Complaint, change: Change) -> None:
    """Strike out a complaint that was recorded in error. It stays on record.

    Raises: OperationError if it is already struck out, or without a reason.
    """
    need_reason(change)
    with writing(_claims(complaint), change._replace(action="complaint struck", reason="")) as dated:
        struck = {"struck_at": dated.at, "struck_by": dated.actor, "struck_reason": change.reason}
        if not Complaint.objects.filter(pk=complaint.pk, struck_at=None).update(**struck):
            raise OperationError("This complaint is already struck out.")


def forget_complaints(claim_id: int) -> None:
    """Delete the complaints about a claim that is being deleted, within that write; those about others too stay with these."""
    for complaint in Complaint.objects.filter(claims=claim_id):
        complaint.claims.remove(claim_id)
        if not complaint.claims.exists():
            complaint.delete()


def _claims(complaint: Complaint) -> list[int]:
    return list(complaint.claims.filter(removed_at=None).order_by("pk").values_list("pk", flat=True))


@sensitive_variables()
def _checked(text: str) -> str:
    said = text.strip()
    if is_blank(said) or len(said) > LONGEST:
        raise OperationError(f"Write 1 to {LONGEST:,} characters; keep a longer letter as a document.")
    return said
