"""Which attributions were discredited, by the decisions that say so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from claims.models import Attribution, Claim, Decision
from claims.vocabulary import DISCREDITED, RecordKind
from factcheck.database.lookups import among
from sources.models import Document


def discreditings_in(claim: Claim) -> list[Decision]:
    """Return the decisions that discredit attributions of a claim, struck out ones included, oldest first."""
    return _with_evidence([claim.pk])


def discredited(claims: Collection[int]) -> dict[tuple[int, str], Decision]:
    """Return the attributions of some claims that are discredited now, by claim id and key, each with its last decision."""
    found = _with_evidence(claims) if claims else []
    return {(made.claim_id, key): made for made in found if made.struck_at is None for key in discredited_by(made)}


def in_force(made: Iterable[Decision]) -> Mapping[str, Decision]:
    """Return the attributions of one claim that decisions discredit now, by key, each with the last of these."""
    return {key: one for one in made if one.struck_at is None for key in discredited_by(one)}


def discredited_by(made: Decision) -> list[str]:
    """Return the keys of the attributions that a decision discredits."""
    return [key for record, key in made.about if record == RecordKind.ATTRIBUTION]


def discreditings_with(documents: Collection[Document]) -> dict[int, list[Decision]]:
    """Return the decisions in force that discredit all that rests on a document, by its id, oldest first."""
    ids = {document.key: document.pk for document in documents}
    claims = Attribution.objects.filter(among("document", sorted(ids.values()))).values("claim_id")
    found: dict[int, list[Decision]] = {}
    made = Decision.objects.filter(kind=DISCREDITED, struck_at=None, claim__in=claims).order_by("id")
    for decision in made.select_related("source", "document", "other_claim"):
        for record, key in decision.about:
            if record == RecordKind.DOCUMENT and key in ids:
                found.setdefault(ids[key], []).append(decision)
    return found


def _with_evidence(claims: Collection[int]) -> list[Decision]:
    rows = Decision.objects.filter(among("claim", sorted(claims)), kind=DISCREDITED).order_by("id")
    return list(rows.select_related("source", "document", "attribution__source", "other_claim"))
