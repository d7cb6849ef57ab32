"""The documents of a case file, with their corrections and retractions (``concerns`` holds expressions of concern)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from msgspec import UNSET

from claims.casefile import CaseFile
from claims.casefile.records import DocumentRecord
from claims.models import Attribution
from claims.operations.cases.concerns import record_concerns
from claims.operations.cases.field_changes import FieldChange, field_changes, key_in
from claims.operations.documents.changes import claims_shown_in, mark_document_withdrawn
from claims.queries.cases.stored import StoredRows, given
from claims.verification import Change
from factcheck.database.lookups import among
from sources import operations
from sources.models import Correction, Document, Source

_BATCH = 500


class Documents(NamedTuple):
    """The difference between the documents of a case file and the stored ones."""

    keys: frozenset[str]
    shown: frozenset[int]  # claims that show changed documents
    changes: tuple[FieldChange, ...]  # of stored documents


def record_documents(case: CaseFile, known: StoredRows, change: Change) -> Documents:
    """Store new documents and what the file changes in stored ones; return the difference."""
    records = {record.key: record for record in case.documents or ()}
    new = [key for key in records if key not in known.documents]
    for generation in _originals_first(new, records):
        rows = [Document(key=key, **_document_values(records[key], known)) for key in generation]
        operations.record_documents(rows, at=change.at)
        known.documents.update({row.key: row for row in rows})
    fresh = set(new)
    known_ones = [record for key, record in records.items() if key not in fresh]
    changes = tuple(each for record in known_ones for each in _change_document(record, known))
    changed = {each.key for each in changes}
    changed |= _record_corrections(records.values(), known, change)
    changed |= record_concerns(records.values(), known, change)
    changed_ids = sorted(known.documents[key].pk for key in changed)
    shown = Attribution.objects.filter(among("document", changed_ids)).values_list("claim_id", flat=True) if changed_ids else ()
    return Documents(frozenset(changed | fresh), frozenset(shown), changes)


def _change_document(record: DocumentRecord, known: StoredRows) -> tuple[FieldChange, ...]:
    values, document = _document_values(record, known), known.documents[record.key]
    key_of = {"publisher_id": key_in(Source)}
    changes = tuple(
        each
        for column, value in values.items()
        for each in field_changes("documents", document, {column: value}, key_of.get(column, key_in(Document)))
    )
    operations.change_document(document, values)
    return changes


def _record_corrections(records: Iterable[DocumentRecord], known: StoredRows, change: Change) -> set[str]:
    """Store the new corrections; return the keys of their documents."""
    keys = {known.documents[record.key].pk: record.key for record in records}
    corrected = {known.documents[record.key].pk: record.corrections for record in records if record.corrections}
    if not corrected:
        return set()
    stored = Correction.objects.filter(among("document", sorted(corrected)))
    there = set(stored.values_list("document_id", "note", "said_at"))
    new = [
        Correction(
            document_id=pk, note=correction.note, said_at=correction.at or "", recorded_at=change.at, recorded_by=change.actor
        )
        for pk, corrections in corrected.items()
        for correction in corrections
        if (pk, correction.note, correction.at or "") not in there
    ]
    Correction.objects.bulk_create(new, batch_size=_BATCH)
    return {keys[row.document_id] for row in new}


def claims_redrawn(case: CaseFile) -> set[int]:
    """Return the claims that show a document of the file, because a change to it shows in them."""
    keys = [record.key for record in case.documents or ()]
    found: set[int] = set()
    for start in range(0, len(keys), _BATCH):
        shown = Attribution.objects.filter(document__key__in=keys[start : start + _BATCH])
        found.update(shown.values_list("claim_id", flat=True))
    return found


def _originals_first(keys: list[str], records: Mapping[str, DocumentRecord]) -> list[list[str]]:
    """Return the keys in generations: a copy comes after its original."""
    left, generations = set(keys), []
    while left:
        ready = [key for key in keys if key in left and records[key].copy_of not in left]
        generations.append(ready)
        left -= set(ready)
    return generations


def _document_values(record: DocumentRecord, known: StoredRows) -> dict[str, Any]:
    values = given(kind=record.kind, title=record.title, url=record.url, author=record.author, language=record.language)
    if record.published_at is not UNSET:
        values = {**values, "published_at": record.published_at or ""}
    if record.copy_of is not UNSET:
        values = {**values, "copy_of_id": known.documents[record.copy_of].pk if record.copy_of else None}
    return {**values, "publisher_id": known.sources[record.publisher].pk}


def withdraw_documents(case: CaseFile, known: StoredRows, change: Change) -> tuple[set[str], set[int]]:
    """Record the retractions in the file; return the keys of those documents, and the claims that they affect."""
    withdrawn: set[str] = set()
    reached: set[int] = set()
    for record in case.documents or ():
        document = known.documents[record.key]
        if record.withdrawn is UNSET or document.withdrawal_recorded_at is not None:
            continue
        at = record.withdrawn.at
        explained = change._replace(reason=record.withdrawn.reason)
        mark_document_withdrawn(document, explained, withdrawn_at=at if isinstance(at, str) else "")
        withdrawn.add(record.key)
        reached |= claims_shown_in(document)
    return withdrawn, reached
