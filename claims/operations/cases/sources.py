"""The sources of a case file, with their relations and judgements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from graphlib import TopologicalSorter
from typing import Any, NamedTuple

from msgspec import UNSET

from claims.casefile import CaseFile, Problem
from claims.casefile.checks.case_context import first_record, vouchers
from claims.casefile.source_records import JudgementRecord, MergerRecord, RelationRecord, SourceRecord
from claims.operations.cases.field_changes import FieldChange, field_changes, key_in
from claims.operations.merges.sources import merge_sources
from claims.queries.cases.stored import StoredRows, given
from claims.verification import Change
from factcheck.text.blanks import is_blank
from sources import operations
from sources.models import IndependenceJudgement, Source, SourceRelation
from sources.queries.vouchers import FURTHER, own_further

_BATCH = 500


class Differing(NamedTuple):
    """The difference between the sources of a case file and the stored ones."""

    sources: frozenset[str]  # keys
    relations: frozenset[tuple[str, str, str]]  # from, to, kind
    judgements: frozenset[tuple[str, str]]  # keys in the order of the file
    changes: tuple[FieldChange, ...]  # of stored sources


def record_sources(case: CaseFile, known: StoredRows, change: Change, *, shared_reason: bool = True) -> Differing:
    """Store new sources and what the file changes in stored ones, with relations and judgements; return the difference.

    A ``shared_reason`` concerns none of the sources in particular.
    """
    records = list(case.sources or ())
    new = [record for record in records if record.key not in known.sources]
    confirmed = {record.key for record in records if record.names_confirmed is True}
    why: dict[str, Any] = {"at": change.at, "reason": change.reason, "shared_reason": shared_reason}
    why |= {"actor": change.actor, "person": change.person}
    for layer in _layers(new):
        values = {record.key: _source_values(record, known) for record in layer}
        further = {key: fields.pop(FURTHER) for key, fields in values.items() if FURTHER in fields}
        rows = [Source(key=key, **fields) for key, fields in values.items()]
        operations.record_sources(rows, names_confirmed=confirmed, also_vouched_by=further, **why)
        known.sources.update({row.key: row for row in rows})
    fresh = {record.key for record in new}
    known_ones = [record for record in records if record.key not in fresh]
    changes = tuple(each for record in known_ones for each in _change_source(record, known, why))
    changed = {each.key for each in changes}
    related = _record_relations(case, known, change)
    judged = {(one.a, one.b) for one in case.judgements or () if _judge(one, known, change)}
    return Differing(frozenset(fresh | changed), frozenset(related), frozenset(judged), changes)


def _layers(new: Sequence[SourceRecord]) -> Iterator[list[SourceRecord]]:
    """Yield new sources in lots, each after those that it names: organisations first, and unnamed sources last."""
    named = {record.key: record for record in new if record.identified is not False}
    sorter = TopologicalSorter({key: {record.organisation_key} & named.keys() for key, record in named.items()})
    sorter.prepare()
    while sorter.is_active():
        ready = sorter.get_ready()
        yield [record for key, record in named.items() if key in ready]
        sorter.done(*ready)
    yield [record for record in new if record.identified is False]


def _change_source(record: SourceRecord, known: StoredRows, why: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    # It never changes: the checks have refused a file that says otherwise.
    values = {name: value for name, value in _source_values(record, known).items() if name != "identified"}
    source = known.sources[record.key]
    if FURTHER in values and values[FURTHER] == own_further([source.pk]).get(source.pk):
        del values[FURTHER]  # a file does not give the outlets that mergers bring
    changes = tuple(field_changes("sources", source, values, key_in(Source)))
    operations.change_source(source, values, names_confirmed=record.names_confirmed is True, **why)
    return changes


def _judge(record: JudgementRecord, known: StoredRows, change: Change) -> bool:
    one, other = known.sources[record.a], known.sources[record.b]
    current = IndependenceJudgement.objects.filter(a__in=(one, other), b__in=(one, other), superseded_at=None)
    # Equal judgements are not recorded again, so that loading the same file twice changes nothing.
    if current.filter(outcome=record.outcome, reason=record.reason).exists():
        return False
    operations.judge(
        *(one, other, record.outcome),
        at=change.at,
        actor=change.actor,
        reason=record.reason,
        names_confirmed=record.names_confirmed is True,
    )
    return True


def record_mergers(case: CaseFile, known: StoredRows, change: Change) -> set[str]:
    """Merge second records into the first as the file says, once its documents are stored; return the keys of those merged.

    Named ones come first, because outlets that turn out to be one may vouch for one unnamed source; and each record is merged
    before the record that it is merged into.
    """
    waiting = {record.key: record for record in case.sources or () if record.merged_into is not UNSET}
    firsts = {key: first_record(record.merged_into) for key, record in waiting.items()}
    new = {key for key, into in firsts.items() if _merged_into(known.sources[key]) != into}
    why = change._replace(reason="Stated by a case file.") if is_blank(change.reason) else change
    for named in (True, False):
        left = [key for key in waiting if key in new and known.sources[key].identified is named]
        while left:
            further = {firsts[key] for key in left}
            ready = [key for key in left if key not in further]
            for key in ready:
                _merge(waiting[key], known, why)
            left = [key for key in left if key in further]
    return new


def _merge(record: SourceRecord, known: StoredRows, change: Change) -> None:
    into, merger = first_record(record.merged_into), record.merged_into
    assert into is not None  # noqa: S101 - ``undone_mergers`` reports the others
    one, first = known.sources[record.key], known.sources[into]
    if not isinstance(merger, MergerRecord):
        merge_sources(one, first, change, shared_reason=True)
        return
    documents = [known.documents[key] for key in merger.documents or ()]
    confirmed = record.names_confirmed is True
    merge_sources(one, first, change._replace(reason=merger.reason), documents=documents, names_confirmed=confirmed)


def _merged_into(source: Source) -> str | None:
    return source.merged_into.key if source.merged_into is not None else None


def undone_mergers(case: CaseFile, known: StoredRows) -> list[Problem]:
    """Return the problem of every source that is merged while the file says it is not."""
    return [
        Problem(
            f"$.sources[{number}].merged_into",
            f"'{record.key}' is merged into '{into}'; a case file cannot undo that: undo it on its page, or leave this out",
        )
        for number, record in enumerate(case.sources or ())
        if record.merged_into is None and (stored := known.sources.get(record.key)) and (into := _merged_into(stored))
    ]


def _source_values(record: SourceRecord, known: StoredRows) -> dict[str, Any]:
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
    return {**values, **_vouchers(record, known), **_organisation(record, known), **reliability_values(record)}


def _vouchers(record: SourceRecord, known: StoredRows) -> dict[str, Any]:
    if record.vouched_by is UNSET:
        return {}
    found = [known.sources[key].pk for key in vouchers(record.vouched_by)]
    return {"vouched_by_id": found[0] if found else None, FURTHER: sorted(found[1:])}


def _organisation(record: SourceRecord, known: StoredRows) -> dict[str, Any]:
    key = record.organisation_key
    return {} if key is UNSET else {"organisation_source_id": known.sources[key].pk if key else None}


def reliability_values(record: SourceRecord) -> Mapping[str, Any]:
    """Return the columns of a grade that the record sets."""
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


def _record_relations(case: CaseFile, known: StoredRows, change: Change) -> set[tuple[str, str, str]]:
    records = list(case.relations or ())
    if not records:
        return set()
    ends = {known.sources[record.from_].pk for record in records}
    current = SourceRelation.objects.filter(from_source__in=ends, struck_at=None).select_related("from_source", "to_source")
    stored: dict[tuple[int, int, str], list[SourceRelation]] = {}
    for tie in current.order_by("id"):
        stored.setdefault((tie.from_source_id, tie.to_source_id, tie.kind), []).append(tie)
    new = []
    for record in records:
        row = _relation(record, known)
        before = stored.get((row.from_source_id, row.to_source_id, row.kind), [])
        if any(_same(record, tie) for tie in before):
            continue
        for tie in _replaced(record, row, before):
            operations.strike_relation(tie, at=change.at, actor=change.actor, reason="recorded anew by a case file")
            before.remove(tie)
        new.append(row)
    # All in one call, so that voices and families are computed once.
    if new:
        operations.relate(new, at=change.at, actor=change.actor)
    return {(row.from_source.key, row.to_source.key, row.kind) for row in new}


def _replaced(record: RelationRecord, row: SourceRelation, before: Iterable[SourceRelation]) -> list[SourceRelation]:
    """Return the recorded relations that a file replaces: those whose periods overlap, such as one that has ended since.

    A period that overlaps none is another term. A date that the file does not give stays as it is recorded.
    """
    found = [tie for tie in before if tie.overlaps(row)]
    if len(found) == 1:
        row.from_on = found[0].from_on if record.from_on is UNSET else row.from_on
        row.until_on = found[0].until_on if record.until_on is UNSET else row.until_on
    return found


def _relation(record: RelationRecord, known: StoredRows) -> SourceRelation:
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
