"""Records of a document besides its own fields: attributions made from it, and its publisher's corrections."""

from __future__ import annotations

from claims.models import Attribution, Claim, PublicBody, UndoneWithdrawal
from sources.models import Correction, Document, ExpressionOfConcern, UndoneRetraction


def attributions_from(document: Document) -> list[Attribution]:
    """Return the attributions made from a document, with claim and source."""
    return list(Attribution.objects.filter(document=document).select_related("claim", "source").order_by("id"))


def revisions_shown(document: Document) -> dict[int, int]:
    """Return the current revision of each claim with an attribution made from a document."""
    claims = Attribution.objects.filter(document=document).values("claim_id")
    return dict(PublicBody.objects.filter(claim__in=claims).order_by("claim_id").values_list("claim_id", "revision"))


def corrections_of(document: Document) -> list[Correction]:
    """Return the corrections of a document, oldest first."""
    return list(Correction.objects.filter(document=document).order_by("id"))


def withdrawn_with(document: Document) -> list[Attribution]:
    """Return the attributions that the retraction of their document withdrew, including voided ones, with claim and source."""
    rows = Attribution.objects.filter(document=document, withdrawn_with_document=True)
    return list(rows.select_related("claim", "source").order_by("id"))


def undone_retractions_of(document: Document) -> list[UndoneRetraction]:
    """Return the undone retractions of a document, oldest first."""
    return list(UndoneRetraction.objects.filter(document=document).order_by("id"))


def undone_withdrawals_in(claim: Claim) -> list[UndoneWithdrawal]:
    """Return the withdrawals in a claim that were undone with the retraction that caused them, oldest first."""
    return list(UndoneWithdrawal.objects.filter(attribution__claim=claim).select_related("retraction").order_by("id"))


def undone_withdrawals_of(row: Attribution) -> list[UndoneWithdrawal]:
    """Return the withdrawals of an attribution that were undone with the retraction that caused them, oldest first."""
    return list(UndoneWithdrawal.objects.filter(attribution=row).select_related("retraction").order_by("id"))


def concerns_about(document: Document) -> list[ExpressionOfConcern]:
    """Return the expressions of concern about a document, lifted ones included, oldest first."""
    return list(ExpressionOfConcern.objects.filter(document=document).order_by("id"))
