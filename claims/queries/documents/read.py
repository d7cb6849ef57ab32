"""Records of a document besides its own fields: attributions made from it, and its publisher's corrections."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from claims.models import Attribution, AttributionDocument, Claim, PublicBody, UndoneWithdrawal
from factcheck.database.lookups import among
from sources.models import AuthorsRetraction, Capture, Correction, Document, ExpressionOfConcern, UndoneRetraction


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
    """Return the copies of a document that were noted by hand, oldest first."""
    return list(Capture.objects.noted().filter(document=document).order_by("fetched_at"))


def withdrawn_with(document: Document) -> list[Attribution]:
    """Return the attributions withdrawn because all their documents were retracted, this one among them, voided ones included.

    Each comes with its claim and source.
    """
    rows = Attribution.objects.filter(made_from(document), withdrawn_with_document=True)
    return list(rows.select_related("claim", "source").order_by("id"))


def undone_retractions_of(document: Document) -> list[UndoneRetraction]:
    """Return the undone retractions of a document, oldest first, with the authors of those that its publisher did not make."""
    rows = UndoneRetraction.objects.filter(document=document).select_related("authors_retraction")
    return list(rows.prefetch_related("authors_retraction__authors").order_by("id"))


def authors_retractions_of(document: Document) -> list[AuthorsRetraction]:
    """Return the retractions of a document by some of its authors that are in force, oldest first, with the authors."""
    rows = AuthorsRetraction.objects.filter(document=document, undone=None)
    return list(rows.prefetch_related("authors").order_by("id"))


def retracted_by_authors(documents: Collection[int]) -> dict[tuple[int, int], AuthorsRetraction]:
    """Return the retractions in force that authors made, by the ids of the document and of each author."""
    if not documents:
        return {}
    rows = AuthorsRetraction.objects.filter(among("document", sorted(documents)), undone=None).order_by("id")
    return {(row.document_id, author.pk): row for row in rows.prefetch_related("authors") for author in row.authors.all()}


def claims_withdrawn_with(retraction: AuthorsRetraction) -> set[int]:
    """Return the claims with attributions that a retraction by authors withdrew."""
    return set(Attribution.objects.filter(withdrawn_with_authors=retraction).values_list("claim_id", flat=True))


def current_from(document: Document) -> list[Attribution]:
    """Return the attributions made from a document that are neither withdrawn nor voided, with claim and source."""
    return [row for row in attributions_from(document) if row.withdrawal_recorded_at is None and row.voided_at is None]


def undone_withdrawals_in(claim: Claim) -> list[UndoneWithdrawal]:
    """Return the withdrawals in a claim that were undone with the retraction that caused them, oldest first."""
    return list(UndoneWithdrawal.objects.filter(attribution__claim=claim).select_related("retraction").order_by("id"))


def undone_withdrawals_of(row: Attribution) -> list[UndoneWithdrawal]:
    """Return the withdrawals of an attribution that were undone with the retraction that caused them, oldest first."""
    return list(UndoneWithdrawal.objects.filter(attribution=row).select_related("retraction").order_by("id"))


def concerns_about(document: Document) -> list[ExpressionOfConcern]:
    """Return the expressions of concern about a document, lifted ones included, oldest first."""
    return list(ExpressionOfConcern.objects.filter(document=document).order_by("id"))
