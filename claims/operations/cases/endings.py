"""How the attributions of a case file ended: withdrawn, by themselves or by a retraction, or voided."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET

from claims.casefile.attribution_records import AttributionRecord, Withdrawal
from claims.operations.attributions.changes import mark_voided, mark_withdrawn, withdrawal
from claims.queries.cases.stored import StoredRows
from claims.verification import Change
from claims.vocabulary import BY_OUTLET, BY_SOURCE
from sources.models import AuthorsRetraction, Document


def ended_columns(record: AttributionRecord, known: StoredRows, change: Change) -> dict[str, Any]:
    """Return how a new attribution has already ended: withdrawn, made from a retracted document, or voided."""
    values: dict[str, Any] = {}
    documents = _held_in(record, known)
    if isinstance(record.withdrawn, Withdrawal):
        at = record.withdrawn.at if isinstance(record.withdrawn.at, str) else ""
        with_document = record.withdrawn.with_document is True
        values = withdrawal(
            change.at,
            by=record.withdrawn.by,
            withdrawn_at=at,
            reason=record.withdrawn.reason,
            with_document=with_document,
            with_authors=_authors_of(record, known),
        )
    elif record.voided is UNSET and (made := _retracted(record, known)) is not None:
        values = withdrawal(change.at, by=BY_SOURCE, withdrawn_at=made.withdrawn_at, reason=made.reason, with_authors=made)
    # What is recorded from retracted documents was never worth more than they: it starts as withdrawn, with the document.
    elif documents and all(document.withdrawal_recorded_at is not None for document in documents):
        ended: dict[str, Any] = {"withdrawn_at": documents[0].withdrawn_at, "reason": documents[0].withdrawal_reason}
        values = withdrawal(change.at, by=BY_OUTLET, with_document=True, **ended)
    if record.voided is not UNSET:
        values.update(voided_at=change.at, void_reason=record.voided.reason)
    return values


def write_end(claim: str, record: AttributionRecord, known: StoredRows, change: Change) -> bool:
    """Write a withdrawal or voiding of a stored attribution that is in the file and not stored yet."""
    row = known.attributions[claim, record.key]
    done = False
    if isinstance(record.withdrawn, Withdrawal) and row.withdrawal_recorded_at is None and row.voided_at is None:
        at = record.withdrawn.at if isinstance(record.withdrawn.at, str) else ""
        explained = change._replace(reason=record.withdrawn.reason)
        with_document = record.withdrawn.with_document is True
        mark_withdrawn(
            row,
            explained,
            by=record.withdrawn.by,
            withdrawn_at=at,
            with_document=with_document,
            with_authors=_authors_of(record, known),
        )
        done = True
    if record.voided is not UNSET and row.voided_at is None:
        mark_voided(row, change._replace(reason=record.voided.reason))
        done = True
    return done


def _authors_of(record: AttributionRecord, known: StoredRows) -> AuthorsRetraction | None:
    """Return the retraction by authors that withdrew an attribution, if its record says that one did."""
    withdrawn = record.withdrawn
    return _retracted(record, known) if withdrawn and withdrawn.with_authors is True else None


def _retracted(record: AttributionRecord, known: StoredRows) -> AuthorsRetraction | None:
    """Return the retraction in force by which the source of a record retracted one of its documents."""
    source = known.sources[record.source].pk
    both = ((document.pk, source) for document in _held_in(record, known))
    return next((known.retractions[each] for each in both if each in known.retractions), None)


def _held_in(record: AttributionRecord, known: StoredRows) -> list[Document]:
    keys = [*([record.document] if record.document else []), *(held.document for held in record.documents or ())]
    return [known.documents[key] for key in keys]
