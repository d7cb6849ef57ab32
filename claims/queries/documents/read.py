"""What is recorded of a document beside its own fields: what was made from it, and what its publisher put right."""

from __future__ import annotations

from claims.models import Attribution, PublicBody
from sources.models import Correction, Document


def attributions_from(document: Document) -> list[Attribution]:
    """Return the attributions made from a document, with claim and source."""
    return list(Attribution.objects.filter(document=document).select_related("claim", "source").order_by("id"))


def revisions_shown(document: Document) -> dict[int, int]:
    """Return the revision that stands of each claim with an attribution made from a document."""
    claims = Attribution.objects.filter(document=document).values("claim_id")
    return dict(PublicBody.objects.filter(claim__in=claims).order_by("claim_id").values_list("claim_id", "revision"))


def corrections_of(document: Document) -> list[Correction]:
    """Return what a publisher put right in a document, the oldest first."""
    return list(Correction.objects.filter(document=document).order_by("id"))
