"""The documents of a case file, with their corrections and retractions (``concerns`` and ``authors`` hold the rest)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from msgspec import UNSET

from claims.casefile import CaseFile, Problem
from claims.casefile.source_records import DocumentRecord
from claims.models import Attribution, AttributionDocument
from claims.operations.cases.authors import record_authors_retractions
from claims.operations.cases.concerns import record_concerns
from claims.operations.cases.field_changes import FieldChange, field_changes, key_in
from claims.operations.documents.changes import claims_shown_in, mark_document_withdrawn
from claims.queries.cases.stored import StoredRows, given
from claims.verification import Change
from factcheck.database.lookups import among
from sources import operations
from sources.models import Capture, Correction, Document, Source

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
    # A copy needs the id of its original, and one insert for each generation is enough.
    for generation in _originals_first(new, records):
        rows = [Document(key=key, **_document_values(records[key], known)) for key in generation]
        operations.record_documents(rows, at=change.at)
        known.documents.update({row.key: row for row in rows})
    fresh = set(new)
    known_ones = [record for key, record in records.items() if key not in fresh]
    changes = tuple(each for record in known_ones for each in _change_document(record, known))
    changed = {each.key for each in changes}
    changed |= _record_corrections(records.values(), known, change)
    captured = _record_captures(records.values(), known)
    changed |= record_concerns(records.values(), known, change)
    changed |= record_authors_retractions(records.values(), known, change)
    changed_ids = sorted(known.documents[key].pk for key in changed)
    return Documents(frozenset(changed | fresh | captured), _shown_in(changed_ids), changes)


def _shown_in(documents: Collection[int]) -> frozenset[int]:
    """Return the claims that show one of the documents."""
    if not documents:
        return frozenset()
    first = Attribution.objects.filter(among("document", documents)).values_list("claim_id", flat=True)
    further = AttributionDocument.objects.filter(among("document", documents), struck_at=None)
    return frozenset(first) | frozenset(further.values_list("claim_id", flat=True))


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


def capture_problems(case: CaseFile, known: StoredRows, now: datetime) -> list[Problem]:
    """Return the problem of every capture that the file dates in the future, or that is recorded with another digest."""
    stored = {known.documents[record.key].pk: record.key for _, record in _captured(case) if record.key in known.documents}
    noted = Capture.objects.noted().filter(among("document", sorted(stored))) if stored else Capture.objects.none()
    digests = {(stored[pk], at): digest for pk, at, digest in noted.values_list("document_id", "fetched_at", "sha256") if pk}
    found = []
    for number, record in _captured(case):
        at, sha256 = datetime.fromisoformat(record.captured.at), record.captured.sha256
        if at > now:
            found.append(Problem(f"$.documents[{number}].captured.at", f"{record.captured.at} is in the future"))
        if digests.get((record.key, at), sha256) != sha256:
            message = "the copy captured at that time is recorded with another digest; captures never change: give another time"
            found.append(Problem(f"$.documents[{number}].captured.sha256", message))
    return found


def _captured(case: CaseFile) -> list[tuple[int, Any]]:
    return [(number, record) for number, record in enumerate(case.documents or ()) if record.captured]


def _record_captures(records: Iterable[DocumentRecord], known: StoredRows) -> set[str]:
    """Store the captures that were made by hand and are not recorded; return the keys of their documents."""
    wanted = {
        (known.documents[record.key].pk, datetime.fromisoformat(record.captured.at)): (record.key, record.captured.sha256)
        for record in records
        if record.captured
    }
    if not wanted:
        return set()
    stored = Capture.objects.noted().filter(among("document", sorted({document for document, _ in wanted})))
    there = set(stored.values_list("document_id", "fetched_at"))
    new = {both: said for both, said in wanted.items() if both not in there}
    Capture.objects.bulk_create(
        [Capture(document_id=pk, fetched_at=at, sha256=sha256) for (pk, at), (_, sha256) in new.items()], batch_size=_BATCH
    )
    return {key for key, _ in new.values()}


def claims_redrawn(case: CaseFile) -> set[int]:
    """Return the claims that show a document of the file, because a change to it shows in them."""
    keys = [record.key for record in case.documents or ()]
    found: set[int] = set()
    for start in range(0, len(keys), _BATCH):
        shown = Attribution.objects.filter(document__key__in=keys[start : start + _BATCH])
        found.update(shown.values_list("claim_id", flat=True))
        further = AttributionDocument.objects.filter(document__key__in=keys[start : start + _BATCH], struck_at=None)
        found.update(further.values_list("claim_id", flat=True))
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
    values = dict(given(kind=record.kind, title=record.title, url=record.url, author=record.author, language=record.language))
    values |= given(archive_url=record.archive_url)
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
        # A file that is loaded again changes nothing: a retraction is recorded once.
        if record.withdrawn is UNSET or document.withdrawal_recorded_at is not None:
            continue
        at = record.withdrawn.at
        explained = change._replace(reason=record.withdrawn.reason)
        mark_document_withdrawn(document, explained, withdrawn_at=at if isinstance(at, str) else "")
        withdrawn.add(record.key)
        reached |= claims_shown_in(document)
    return withdrawn, reached
