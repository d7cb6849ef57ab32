"""Discrediting all that rests on a document that was shown to be forged or false, and undoing that.

It is one action with one decision in each claim. What is recorded from the document later is discredited too.
"""

from __future__ import annotations

from collections.abc import Mapping

from claims.models import Attribution, Decision
from claims.operations.decisions.discrediting import Evidence, mark_discredited, read_shown_at, refuse_unnamed
from claims.operations.decisions.ledger import mark_struck
from claims.operations.documents.changes import writing_all
from claims.operations.writing import OperationError, need_reason
from claims.queries.decisions.discrediting import discreditings_with, resting_on
from claims.verification import Change
from sources.models import Document


def discredit_document(
    document: Document, evidence: Evidence, change: Change, *, expected: Mapping[int, int] | None = None
) -> tuple[Decision, ...]:
    """Decide, in each claim, that its attributions made from a document count for nothing; return these decisions.

    Voided attributions, those that are discredited already, and those that another document holds which was neither retracted
    nor discredited, are left. ``expected`` holds the revision seen of each claim.

    Raises: OperationError without a reason or evidence, if the evidence is the document itself, a claim that rests on it, an
        attribution or an unnamed source, or lies in the future, or if nothing from it is left to discredit; PartialDateError;
        StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    _refuse_evidence(document, evidence)
    shown_at = read_shown_at(evidence, change)
    with writing_all(document, change, expected=expected) as dated:
        by_claim: dict[int, list[Attribution]] = {}
        for row in resting_on(document):
            by_claim.setdefault(row.claim_id, []).append(row)
        if not by_claim:
            raise OperationError(f"Nothing that counts rests on “{document}” alone: there is nothing to discredit.")
        if evidence.claim is not None and evidence.claim.pk in by_claim:
            raise OperationError(f"“{evidence.claim.key}” rests on “{document}” itself: link another claim, or a document.")
        return tuple(mark_discredited(rows, evidence, dated, shown_at=shown_at, whole=document) for rows in by_claim.values())


def _refuse_evidence(document: Document, evidence: Evidence) -> None:
    if evidence.attribution is not None:
        raise OperationError("An attribution shows something in its own claim alone: link a document, or a claim.")
    if evidence.document is None and evidence.claim is None:
        raise OperationError("Link what shows it: another document, or a claim.")
    if evidence.document == document:
        raise OperationError(f"“{document}” is what is discredited: link the document that shows it.")
    refuse_unnamed(evidence)


def mark_like(made: Decision, row: Attribution, document: Document, dated: Change) -> Decision:
    """Discredit a new attribution of a discredited document as the others were, within a write already started.

    Raises: OperationError if nothing but the claim of the attribution shows it.
    """
    claim = made.other_claim if made.other_claim_id != row.claim_id else None
    if claim is None and made.document is None:
        raise OperationError(
            f"“{document}” was shown to be forged or false by this claim alone: undo that on the page of the document, and link"
            " another document or claim."
        )
    evidence = Evidence(document=made.document, claim=claim, by=made.source)
    explained = dated._replace(reason=made.reason)
    return mark_discredited([row], evidence, explained, shown_at=made.happened_at, whole=document)


def undo_discrediting(document: Document, change: Change, *, expected: Mapping[int, int] | None = None) -> tuple[Decision, ...]:
    """Strike out, in every claim, the decisions that discredited all that rests on a document; return them.

    What was discredited by other decisions stays so. ``expected`` holds the revision seen of each claim.

    Raises: OperationError without a reason, or if no such decision is in force; StaleRevisionError. Nothing is stored then.
    """
    need_reason(change)
    with writing_all(document, change, expected=expected) as dated:
        made = discreditings_with([document]).get(document.pk, [])
        if not made:
            raise OperationError(f"“{document}” is not discredited as a whole, or that was already undone.")
        for decision in made:
            mark_struck(decision, dated)
    return tuple(made)
