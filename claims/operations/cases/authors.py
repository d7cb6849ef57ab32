"""The retractions by authors of a case file: one is identified by its authors, date and reason; the second of two equal ones
is the second one stored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from claims.casefile import CaseFile
from claims.casefile.source_records import AuthorsWithdrawal, DocumentRecord
from claims.operations.documents.authors import (
    mark_authors_retraction_undone,
    mark_retracted_by_authors,
    said_by,
    withdraw_with_authors,
)
from claims.queries.cases.stored import StoredRows
from claims.queries.documents.read import retracted_by_authors
from claims.verification import Change
from factcheck.database.lookups import among
from sources.models import AuthorsRetraction, Document


def record_authors_retractions(records: Iterable[DocumentRecord], known: StoredRows, change: Change) -> set[str]:
    """Store new retractions, and undo those that the file undoes; return the keys of their documents.

    ``withdraw_by_authors`` withdraws what is recorded from them.
    """
    named = {known.documents[record.key].pk: record for record in records if record.authors_withdrawn}
    if not named:
        return set()
    stored: dict[int, list[AuthorsRetraction]] = {}
    rows = AuthorsRetraction.objects.filter(among("document", sorted(named))).select_related("document", "undone")
    for row in rows.prefetch_related("authors").order_by("id"):
        stored.setdefault(row.document_id, []).append(row)
    changed = {record.key for pk, record in named.items() if _record(record, stored.get(pk, []), known, change)}
    for both in [both for both in known.retractions if both[0] in named]:
        del known.retractions[both]  # it may just have been undone
    known.retractions.update(retracted_by_authors(named))
    return changed


def _record(record: DocumentRecord, stored: list[AuthorsRetraction], known: StoredRows, change: Change) -> bool:
    left, changed = list(stored), False
    for made in record.authors_withdrawn or ():
        same = next((row for row in left if _identity(row) == (sorted(made.authors), made.at or "", made.reason)), None)
        if same is None:
            row = _create(known.documents[record.key], made, known, change)
        else:
            left.remove(same)
            row = same
        undoes = bool(made.undone) and getattr(row, "undone", None) is None
        if made.undone and undoes:
            mark_authors_retraction_undone(row, change._replace(reason=made.undone.reason))
        changed = changed or same is None or undoes
    return changed


def _identity(row: AuthorsRetraction) -> tuple[Any, ...]:
    return sorted(author.key for author in row.authors.all()), row.withdrawn_at, row.reason


def _create(document: Document, made: AuthorsWithdrawal, known: StoredRows, change: Change) -> AuthorsRetraction:
    authors = [known.sources[key].pk for key in made.authors]
    explained = change._replace(reason=made.reason)
    return mark_retracted_by_authors(document, authors, explained, withdrawn_at=made.at or "")


def withdraw_by_authors(case: CaseFile, known: StoredRows, change: Change) -> set[int]:
    """Withdraw what is still current of documents that authors retracted in the file; return the claims."""
    reached: set[int] = set()
    for record in case.documents or ():
        document = known.documents[record.key]
        for author in {known.sources[key].pk for made in record.authors_withdrawn or () for key in made.authors}:
            if (made_by := known.retractions.get((document.pk, author))) is not None:
                rows = said_by(document, [author])
                withdraw_with_authors(rows, made_by, change)
                reached.update(row.claim_id for row in rows)
    return reached
