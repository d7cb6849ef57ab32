"""The expressions of concern of a case file: one is identified by its words and date; the second of two equal ones is the
second one stored."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import UNSET

from claims.casefile.source_records import ConcernRecord, DocumentRecord
from claims.operations.documents.concerns import mark_doubted
from claims.queries.cases.stored import StoredRows
from claims.verification import Change
from factcheck.database.lookups import among
from sources.models import ExpressionOfConcern


def record_concerns(records: Iterable[DocumentRecord], known: StoredRows, change: Change) -> set[str]:
    """Store new concerns, and lift those that the file lifts; return the keys of their documents."""
    doubted = {known.documents[record.key].pk: record for record in records if record.concerns}
    if not doubted:
        return set()
    stored: dict[int, list[ExpressionOfConcern]] = {}
    for row in ExpressionOfConcern.objects.filter(among("document", sorted(doubted))).order_by("id"):
        stored.setdefault(row.document_id, []).append(row)
    changed = {pk: record.key for pk, record in doubted.items() if _record(pk, record, stored.get(pk, []), change)}
    mark_doubted(changed)
    return set(changed.values())


def _record(document: int, record: DocumentRecord, stored: list[ExpressionOfConcern], change: Change) -> bool:
    left, changed = list(stored), False
    for concern in record.concerns or ():
        same = next((row for row in left if (row.note, row.said_at) == (concern.note, concern.at or "")), None)
        if same is None:
            _create(document, concern, change)
        else:
            left.remove(same)
        lifts = same is not None and concern.lifted is not UNSET and same.lifted_at is None
        if same is not None and lifts:
            ExpressionOfConcern.objects.filter(pk=same.pk).update(**_lifting(concern, change))
        changed = changed or same is None or lifts
    return changed


def _create(document: int, concern: ConcernRecord, change: Change) -> None:
    said = {"note": concern.note, "said_at": concern.at or "", **_lifting(concern, change)}
    ExpressionOfConcern.objects.create(document_id=document, recorded_at=change.at, recorded_by=change.actor, **said)


def _lifting(concern: ConcernRecord, change: Change) -> dict[str, object]:
    if concern.lifted is UNSET:
        return {}
    return {"lifted_at": change.at, "lifted_by": change.actor, "lift_reason": concern.lifted.reason}
