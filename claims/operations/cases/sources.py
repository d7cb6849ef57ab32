"""The source side of a case file: sources, relations, judgements and documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from msgspec import UNSET

from claims.casefile import CaseFile
from claims.casefile.records import DocumentRecord, RelationRecord, SourceRecord
from claims.models import Attribution
from claims.operations.documents import claims_shown_in, mark_document_withdrawn
from claims.operations.source_merging import merge_sources
from claims.queries.cases import Known, given
from claims.verification import Change
from factcheck.lookups import among
from sources import operations
from sources.models import Correction, Document, Source, SourceRelation

_BATCH = 500


def record_sources(case: CaseFile, known: Known, change: Change) -> int:
    """Store new sources and what a file says anew of known ones, with relations and judgements; return how many differ."""
    records = list(case.sources or ())
    new = [record for record in records if record.key not in known.sources]
    for unnamed in (False, True):  # an unnamed source needs its voucher stored before it
        rows = [Source(key=r.key, **_source_values(r, known)) for r in new if (r.identified is False) is unnamed]
        operations.record_sources(rows, at=change.at, actor=change.actor, reason=change.reason)
        known.sources.update({row.key: row for row in rows})
    changed = len(new)
    fresh = {record.key for record in new}
    for record in records:
        if record.key not in fresh:
            values = {name: value for name, value in _source_values(record, known).items() if name != "identified"}
            changed += operations.change_source(
                known.sources[record.key], values, at=change.at, actor=change.actor, reason=change.reason
            )
    _record_relations(case, known, change)
    for judgement in case.judgements or ():
        a, b = known.sources[judgement.a], known.sources[judgement.b]
        operations.judge(a, b, judgement.outcome, at=change.at, actor=change.actor, reason=judgement.reason)
    return changed + _merge(records, known, change)


def _merge(records: Iterable[SourceRecord], known: Known, change: Change) -> int:
    """Merge second records into the first as the file tells; return how many were not yet.

    Named ones come first, for outlets that are one may vouch for one unnamed source; and each before what it is merged into is
    merged on.
    """
    waiting = {record.key: record for record in records if record.merged_into is not UNSET}
    new = {key for key, record in waiting.items() if _merged_into(known.sources[key]) != record.merged_into}
    why = change if change.reason.strip() else change._replace(reason="Stated by a case file.")
    for named in (True, False):
        left = [key for key in waiting if key in new and known.sources[key].identified is named]
        while left:
            further = {waiting[key].merged_into for key in left}
            ready = [key for key in left if key not in further]
            for key in ready:
                _merge_one(known.sources[key], waiting[key], known, why)
            left = [key for key in left if key in further]
    return len(new)


def _merged_into(source: Source) -> str | None:
    return source.merged_into.key if source.merged_into is not None else None


def _merge_one(second: Source, record: SourceRecord, known: Known, why: Change) -> None:
    if not isinstance(record.merged_into, str):
        raise operations.SourceOperationError(
            f"“{second}” is merged into “{second.merged_into}”: a case file does not undo that; do so on its page."
        )
    merge_sources(second, known.sources[record.merged_into], why)


def _source_values(record: SourceRecord, known: Known) -> dict[str, Any]:
    aliases = record.aliases
    values = given(
        name=record.name,
        short_name=record.short_name,
        kind=record.kind,
        aliases=aliases if aliases is UNSET else "\n".join(aliases),
        identified=record.identified,
        description=record.description,
        plural=record.plural,
        country=record.country,
        organisation=record.organisation,
        homepage=record.homepage,
        wikidata_id=record.wikidata_id,
        anonymity_reason=record.anonymity_reason,
        approved_by=record.approved_by,
    )
    return {**values, **_voucher(record, known), **reliability_values(record)}


def _voucher(record: SourceRecord, known: Known) -> dict[str, Any]:
    if record.vouched_by is UNSET:
        return {}
    return {"vouched_by_id": known.sources[record.vouched_by].pk if record.vouched_by else None}


def reliability_values(record: SourceRecord) -> Mapping[str, Any]:
    """Return the columns of a grade, as far as the record tells of one."""
    grade = record.reliability
    if grade is UNSET:
        return {}
    if grade is None:
        return {"reliability": "", "reliability_rationale": "", "graded_by": "", "graded_on": None}
    return given(
        reliability=grade.grade,
        reliability_rationale=grade.rationale,
        graded_by=grade.graded_by,
        graded_on=_day(grade.graded_on),
    )


def _day(text: Any) -> Any:
    return date.fromisoformat(text) if isinstance(text, str) else text


def _record_relations(case: CaseFile, known: Known, change: Change) -> None:
    records = list(case.relations or ())
    if not records:
        return
    stored = {
        (row.from_source_id, row.to_source_id, row.kind): row
        for row in SourceRelation.objects.filter(
            from_source__in={known.sources[record.from_].pk for record in records}, struck_at=None
        ).select_related("from_source", "to_source")
    }
    new = []
    for record in records:
        row = _relation(record, known)
        before = stored.get((row.from_source_id, row.to_source_id, row.kind))
        if before is not None and _same(record, before):
            continue
        if before is not None:
            operations.strike_relation(before, at=change.at, actor=change.actor, reason="recorded anew by a case file")
        new.append(row)
    if new:
        operations.relate(new, at=change.at, actor=change.actor)


def _relation(record: RelationRecord, known: Known) -> SourceRelation:
    return SourceRelation(
        from_source=known.sources[record.from_],
        to_source=known.sources[record.to],
        kind=record.kind,
        reason=record.reason,
        **given(from_on=_day(record.from_on), until_on=_day(record.until_on)),
    )


def _same(record: RelationRecord, stored: SourceRelation) -> bool:
    said = given(reason=record.reason, from_on=_day(record.from_on), until_on=_day(record.until_on))
    return all(getattr(stored, name) == value for name, value in said.items())


def record_documents(case: CaseFile, known: Known, change: Change) -> tuple[int, set[int]]:
    """Store new documents and what a file says anew of known ones; return how many differ and the claims that show those."""
    records = {record.key: record for record in case.documents or ()}
    new = [key for key in records if key not in known.documents]
    for generation in _originals_first(new, records):
        rows = [Document(key=key, **_document_values(records[key], known)) for key in generation]
        operations.record_documents(rows, at=change.at)
        known.documents.update({row.key: row for row in rows})
    fresh = set(new)
    changed = [
        known.documents[key]
        for key, record in records.items()
        if key not in fresh and operations.change_document(known.documents[key], _document_values(record, known))
    ]
    told = {row.pk for row in changed} | _record_corrections(records.values(), known, change)
    shown = Attribution.objects.filter(among("document", sorted(told))).values_list("claim_id", flat=True) if told else ()
    return len(told.union(known.documents[key].pk for key in new)), set(shown)


def _record_corrections(records: Iterable[DocumentRecord], known: Known, change: Change) -> set[int]:
    """Store the corrections that are new; return the documents that they are of."""
    corrected = {known.documents[record.key].pk: record.corrections for record in records if record.corrections}
    if not corrected:
        return set()
    stored = Correction.objects.filter(among("document", sorted(corrected)))
    there = set(stored.values_list("document_id", "note", "said_at"))
    new = [
        Correction(document_id=pk, note=told.note, said_at=told.at or "", recorded_at=change.at, recorded_by=change.actor)
        for pk, corrections in corrected.items()
        for told in corrections
        if (pk, told.note, told.at or "") not in there
    ]
    Correction.objects.bulk_create(new, batch_size=_BATCH)
    return {row.document_id for row in new}


def claims_redrawn(case: CaseFile) -> set[int]:
    """Return the claims that show a document of which the file has a record: what it says anew shows in them."""
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


def _document_values(record: DocumentRecord, known: Known) -> dict[str, Any]:
    values = given(kind=record.kind, title=record.title, url=record.url, author=record.author, language=record.language)
    if record.published_at is not UNSET:
        values = {**values, "published_at": record.published_at or ""}
    if record.copy_of is not UNSET:
        values = {**values, "copy_of_id": known.documents[record.copy_of].pk if record.copy_of else None}
    return {**values, "publisher_id": known.sources[record.publisher].pk}


def withdraw_documents(case: CaseFile, known: Known, change: Change) -> set[int]:
    """Record the retractions that a file tells of; return the claims that they reach."""
    reached: set[int] = set()
    for record in case.documents or ():
        document = known.documents[record.key]
        if record.withdrawn is UNSET or document.withdrawal_recorded_at is not None:
            continue
        at = record.withdrawn.at
        told = change._replace(reason=record.withdrawn.reason)
        mark_document_withdrawn(document, told, withdrawn_at=at if isinstance(at, str) else "")
        reached |= claims_shown_in(document)
    return reached
