"""New attributions from documents of which everything was discredited: they are discredited as they are recorded."""

from __future__ import annotations

from collections.abc import Iterable

from claims.casefile import CaseFile, discreditings
from claims.casefile.attribution_records import AttributionRecord
from claims.casefile.records import ClaimRecord
from claims.models import Attribution, Decision
from claims.operations.documents.discrediting import mark_like
from claims.queries.cases.stored import StoredRows
from claims.queries.decisions.discrediting import discreditings_with
from claims.verification import Change
from claims.vocabulary import DISCREDITED, RecordKind


def discredit_new(
    case: CaseFile, new: Iterable[tuple[str, AttributionRecord]], known: StoredRows, change: Change
) -> list[Decision]:
    """Discredit the new attributions made from such documents, unless the file itself says what became of them.

    Raises: OperationError if nothing but the claim of a new attribution shows that the document is forged or false.
    """
    made_from = [(claim, record.key, record.document) for claim, record in new if record.document and not record.voided]
    if not made_from or not Decision.objects.filter(kind=DISCREDITED, struck_at=None).exists():
        return []
    documents = {key: known.documents[key] for _, _, key in made_from}
    made = discreditings_with(list(documents.values()))
    if not made:
        return []
    said = {(claim.key, key) for claim in case.claims or () for key in _settled(claim)}
    found = [each for each in made_from if documents[each[2]].pk in made and each[:2] not in said]
    rows = Attribution.objects.in_bulk([known.ids[claim, key] for claim, key, _ in found])
    return [
        mark_like(made[documents[document].pk][-1], rows[known.ids[claim, key]], documents[document], change)
        for claim, key, document in found
    ]


def _settled(claim: ClaimRecord) -> set[str]:
    """Return the keys of the attributions that the file discredits, or says to have been discredited."""
    decisions = [*(claim.decisions or ()), *discreditings(claim)]
    return {subject.key for made in decisions if made.kind == DISCREDITED for subject in made.about or ()}


def discredits_documents(case: CaseFile) -> bool:
    """Return whether a case has a decision that discredits all that rests on a document."""
    decisions = (made for claim in case.claims or () for made in claim.decisions or () if made.kind == DISCREDITED)
    return any(subject.kind == RecordKind.DOCUMENT for made in decisions for subject in made.about or ())
