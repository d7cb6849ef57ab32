"""The documents of a case file, from stored rows."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import UNSET, UnsetType

from claims.casefile import source_records as sr
from claims.queries.cases.sources import or_unset, written_at
from claims.queries.facts.current import of
from sources.models import AuthorsRetraction, Capture, Correction, Document, ExpressionOfConcern


def document_records(rows: Sequence[Document]) -> list[sr.DocumentRecord]:
    """Return the records of documents, each with corrections and concerns, oldest first, and the last capture."""
    corrections: dict[int, list[sr.CorrectionRecord]] = {}
    for row in Correction.objects.filter(of("document_id", [row.pk for row in rows])).order_by("document_id", "id"):
        correction = sr.CorrectionRecord(at=or_unset(row.said_at), note=row.note, recorded_at=written_at(row.recorded_at))
        corrections.setdefault(row.document_id, []).append(correction)
    concerns: dict[int, list[sr.ConcernRecord]] = {}
    for one in ExpressionOfConcern.objects.filter(of("document_id", [row.pk for row in rows])).order_by("document_id", "id"):
        concerns.setdefault(one.document_id, []).append(_concern(one))
    retractions = _authors_withdrawn([row.pk for row in rows])
    captures = {}  # of each the last
    for copy in (
        Capture.objects.noted().filter(of("document_id", [row.pk for row in rows])).order_by("document_id", "fetched_at")
    ):
        captures[copy.document_id] = sr.Captured(at=copy.fetched_at.isoformat(), sha256=copy.sha256)
    said = [(corrections.get(row.pk), concerns.get(row.pk), retractions.get(row.pk)) for row in rows]
    return [_document(row, *each, captures.get(row.pk, UNSET)) for row, each in zip(rows, said, strict=True)]


def _authors_withdrawn(documents: Sequence[int]) -> dict[int, list[sr.AuthorsWithdrawal]]:
    """Return the retractions of documents by some of their authors, undone ones included, oldest first."""
    found: dict[int, list[sr.AuthorsWithdrawal]] = {}
    made = AuthorsRetraction.objects.filter(of("document_id", documents)).select_related("undone")
    for row in made.prefetch_related("authors").order_by("document_id", "id"):
        undone = getattr(row, "undone", None)
        record = sr.AuthorsWithdrawal(
            authors=sorted(author.key for author in row.authors.all()),
            at=or_unset(row.withdrawn_at),
            reason=row.reason,
            undone=sr.UndoneAuthorsWithdrawal(reason=undone.undo_reason) if undone is not None else UNSET,
            recorded_at=written_at(row.recorded_at),
        )
        found.setdefault(row.document_id, []).append(record)
    return found


def _concern(row: ExpressionOfConcern) -> sr.ConcernRecord:
    lifted = sr.LiftedConcern(reason=row.lift_reason) if row.lifted_at is not None else UNSET
    return sr.ConcernRecord(at=or_unset(row.said_at), note=row.note, lifted=lifted, recorded_at=written_at(row.recorded_at))


def _document(
    row: Document,
    corrections: list[sr.CorrectionRecord] | None,
    concerns: list[sr.ConcernRecord] | None,
    authors_withdrawn: list[sr.AuthorsWithdrawal] | None,
    captured: sr.Captured | UnsetType,
) -> sr.DocumentRecord:
    withdrawn = sr.DocumentWithdrawal(at=or_unset(row.withdrawn_at), reason=row.withdrawal_reason)
    return sr.DocumentRecord(
        key=row.key,
        publisher=row.publisher.key,
        kind=row.kind,
        title=row.title,
        url=or_unset(row.url),
        author=or_unset(row.author),
        published_at=or_unset(row.published_at),
        language=or_unset(row.language),
        copy_of=row.copy_of.key if row.copy_of else UNSET,
        archive_url=or_unset(row.archive_url),
        captured=captured,
        withdrawn=withdrawn if row.withdrawal_recorded_at else UNSET,
        authors_withdrawn=or_unset(authors_withdrawn),
        corrections=or_unset(corrections),
        concerns=or_unset(concerns),
        recorded_at=written_at(row.recorded_at),
    )
