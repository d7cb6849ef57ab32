"""Which attributions were discredited, by the decisions that say so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, TextField, Value
from django.db.models.functions import Cast, Concat

from claims.models import Attribution, AttributionDocument, Claim, Decision
from claims.queries.documents.read import made_from
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


def is_discredited() -> Exists:
    """Return the condition that an attribution is discredited now."""
    # The list as text: JSON can be searched by the key of a row on PostgreSQL only.
    about = Cast("about", TextField())
    made = Decision.objects.filter(claim=OuterRef("claim"), kind=DISCREDITED, struck_at=None).annotate(about_text=about)
    named = Concat(Value(f'["{RecordKind.ATTRIBUTION}", "'), OuterRef("key"), Value('"]'))
    return Exists(made.filter(about_text__contains=named))


def in_force(made: Iterable[Decision]) -> Mapping[str, Decision]:
    """Return the attributions of one claim that decisions discredit now, by key, each with the last of these."""
    return {key: one for one in made if one.struck_at is None for key in discredited_by(one)}


def discredited_by(made: Decision) -> list[str]:
    """Return the keys of the attributions that a decision discredits."""
    return [key for record, key in made.about if record == RecordKind.ATTRIBUTION]


def discreditings_with(documents: Collection[Document]) -> dict[int, list[Decision]]:
    """Return the decisions in force that discredit all that rests on a document, by its id, oldest first."""
    ids = {document.key: document.pk for document in documents}
    first, further = (
        model.objects.filter(among("document", sorted(ids.values()))).values("claim_id")
        for model in (Attribution, AttributionDocument)
    )
    found: dict[int, list[Decision]] = {}
    within = Q(claim__in=first) | Q(claim__in=further)
    made = Decision.objects.filter(within, kind=DISCREDITED, struck_at=None).order_by("id")
    for decision in made.select_related("source", "document", "other_claim"):
        for record, key in decision.about:
            if record == RecordKind.DOCUMENT and key in ids:
                found.setdefault(ids[key], []).append(decision)
    return found


def discrediting_shown(documents: Collection[Document]) -> dict[str, dict[str, Any]]:
    """Return how documents were discredited as a whole, by their keys, as plain values; empty parts are left out."""
    keys = {document.pk: document.key for document in documents}
    # The decisions of one action say the same.
    return {keys[pk]: _shown(made[-1]) for pk, made in discreditings_with(documents).items()} if documents else {}


def _shown(made: Decision) -> dict[str, Any]:
    values = {
        "reason": made.reason,
        "recorded_at": made.recorded_at,
        "shown_at": made.happened_at,
        "by": made.source.key if made.source is not None else "",
        "document": made.document.key if made.document is not None else "",
        "claim": made.other_claim.key if made.other_claim is not None else "",
    }
    return {name: value for name, value in values.items() if value}


def resting_on(document: Document) -> list[Attribution]:
    """Return the attributions that count for nothing if a document is forged or false, by claim and id.

    They are neither voided nor discredited already, and no other document holds them that was neither retracted nor discredited
    as a whole.
    """
    rows = Attribution.objects.filter(made_from(document), voided_at=None, claim__removed_at=None)
    found = list(rows.order_by("claim_id", "id"))
    already = discredited({row.claim_id for row in found})
    elsewhere = held_by_another([row.pk for row in found], document)
    return [row for row in found if (row.claim_id, row.key) not in already and row.pk not in elsewhere]


def held_by_another(rows: Collection[int], document: Document) -> set[int]:
    """Return those of the attributions that a document other than this one holds, neither retracted nor discredited."""
    first = Attribution.objects.filter(among("id", rows), document__withdrawal_recorded_at=None).exclude(document=document)
    further = AttributionDocument.objects.filter(
        among("attribution_id", rows), struck_at=None, document__withdrawal_recorded_at=None
    ).exclude(document=document)
    held = [(row.pk, row.document) for row in first.select_related("document") if row.document is not None]
    held += [(row.attribution_id, row.document) for row in further.select_related("document")]
    forged = discreditings_with({other for _row, other in held}) if held else {}
    return {row for row, other in held if other.pk not in forged}


def _with_evidence(claims: Collection[int]) -> list[Decision]:
    rows = Decision.objects.filter(among("claim", sorted(claims)), kind=DISCREDITED).order_by("id")
    return list(rows.select_related("source", "document", "attribution__source", "other_claim"))
