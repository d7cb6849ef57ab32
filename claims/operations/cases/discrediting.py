"""New attributions from documents of which everything was discredited: they are discredited as they are recorded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from claims.casefile import CaseFile, discreditings
from claims.casefile.attribution_records import AttributionRecord, documents_of
from claims.casefile.records import ClaimRecord
from claims.models import Attribution, Decision
from claims.operations.documents.discrediting import mark_like
from claims.queries.cases.stored import StoredRows
from claims.queries.decisions.discrediting import discredited, discreditings_with, held_by_another
from claims.verification import Change
from claims.vocabulary import DISCREDITED, RecordKind
from factcheck.database.lookups import among
from sources.models import Document


def discredit_new(
    case: CaseFile, new: Iterable[tuple[str, AttributionRecord]], known: StoredRows, change: Change
) -> list[Decision]:
    """Discredit the new attributions made from such documents, unless the file itself says what became of them.

    Raises: OperationError if nothing but the claim of a new attribution shows that the document is forged or false.
    """
    held = [(claim, record.key, key) for claim, record in new if not record.voided for key in documents_of(record)]
    if not held or not Decision.objects.filter(kind=DISCREDITED, struck_at=None).exists():
        return []
    documents = {key: known.documents[key] for _, _, key in held}
    made = discreditings_with(list(documents.values()))
    if not made:
        return []
    said = {(claim.key, key) for claim in case.claims or () for key in _settled(claim)}
    forged: dict[Document, list[int]] = {}
    for claim, key, document in held:
        if documents[document].pk in made and (claim, key) not in said:
            forged.setdefault(documents[document], []).append(known.ids[claim, key])
    return [each for document, rows in forged.items() for each in _like(made[document.pk][-1], document, rows, change)]


def _like(made: Decision, document: Document, rows: Collection[int], change: Change) -> Iterator[Decision]:
    """Discredit those of the new attributions of a discredited document that no other document holds."""
    left = Attribution.objects.filter(among("id", sorted(set(rows) - held_by_another(rows, document)))).order_by("id")
    already = discredited({row.claim_id for row in left})  # with another of its documents, just now
    for row in left:
        if (row.claim_id, row.key) not in already:
            yield mark_like(made, row, document, change)


def _settled(claim: ClaimRecord) -> set[str]:
    """Return the keys of the attributions that the file discredits, or says to have been discredited."""
    decisions = [*(claim.decisions or ()), *discreditings(claim)]
    return {subject.key for made in decisions if made.kind == DISCREDITED for subject in made.about or ()}


def discredits_documents(case: CaseFile) -> bool:
    """Return whether a case has a decision that discredits all that rests on a document."""
    decisions = (made for claim in case.claims or () for made in claim.decisions or () if made.kind == DISCREDITED)
    return any(subject.kind == RecordKind.DOCUMENT for made in decisions for subject in made.about or ())
