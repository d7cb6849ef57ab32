"""Records of a document besides its own fields: attributions made from it, and its publisher's corrections."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from claims.models import Attribution, AttributionDocument, Claim, PublicBody, UndoneWithdrawal
from factcheck.database.lookups import among
from sources.models import Capture, Correction, Document, ExpressionOfConcern, UndoneRetraction


def made_from(document: Document) -> Q:
    """Return the condition that an attribution is made from a document: its first one, or a further one.

    The few attributions with further documents are read first: in a subquery they would make PostgreSQL read the whole table.
    """
    further = AttributionDocument.objects.filter(document=document, struck_at=None)
    return Q(document=document) | Q(pk__in=list(further.values_list("attribution_id", flat=True)))


def held_elsewhere(rows: Collection[int]) -> set[int]:
    """Return those of the attributions of which a document was not retracted."""
    current = Attribution.objects.filter(among("id", rows), document__isnull=False, document__withdrawal_recorded_at=None)
    further = AttributionDocument.objects.filter(
        among("attribution_id", rows), struck_at=None, document__withdrawal_recorded_at=None
    )
    return {*current.values_list("pk", flat=True), *further.values_list("attribution_id", flat=True)}


def further_documents_of(row: Attribution) -> list[AttributionDocument]:
    """Return the further documents of an attribution, struck out ones included, in the order of recording."""
    return list(AttributionDocument.objects.filter(attribution=row).select_related("document").order_by("id"))


def attributions_from(document: Document) -> list[Attribution]:
    """Return the attributions made from a document, with claim and source."""
    return list(Attribution.objects.filter(made_from(document)).select_related("claim", "source").order_by("id"))


def revisions_shown(document: Document) -> dict[int, int]:
    """Return the current revision of each claim with an attribution made from a document."""
    claims = Attribution.objects.filter(made_from(document)).values("claim_id")
    return dict(PublicBody.objects.filter(claim__in=claims).order_by("claim_id").values_list("claim_id", "revision"))


def corrections_of(document: Document) -> list[Correction]:
    """Return the corrections of a document, oldest first."""
    return list(Correction.objects.filter(document=document).order_by("id"))


def captures_of(document: Document) -> list[Capture]:
    """Return the copies of a document that the desk made by hand, oldest first."""
    return list(Capture.objects.filter(document=document, http_status=None).order_by("fetched_at"))


def withdrawn_with(document: Document) -> list[Attribution]:
    """Return the attributions withdrawn because all their documents were retracted, this one among them, voided ones included.

    Each comes with its claim and source.
    """
    rows = Attribution.objects.filter(made_from(document), withdrawn_with_document=True)
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
