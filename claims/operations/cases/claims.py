"""The claims of a case file, without their attributions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from msgspec import UNSET

from claims.casefile import CaseFile
from claims.casefile.records import ClaimRecord, Quantity
from claims.claim_fields import ClaimField, Kind, fields
from claims.models import Claim, ClaimRelation, ClaimTopic, Interest
from claims.operations.cases.decisions import rewordings_brought
from claims.operations.cases.retired import record_merger
from claims.operations.claims.succession import refuse_circle_in_file
from claims.operations.decisions.ledger import doubt
from claims.queries.cases.stored import StoredRows, given
from claims.verification import Change
from claims.verification.storage import bulk
from claims.vocabulary import CONTRADICTS

_BATCH = 500


def record_claims(case: CaseFile, known: StoredRows, change: Change, *, same_meaning: bool = False) -> set[int]:
    """Store new claims and what the file changes in stored ones; return the claims written, and those that show them.

    New words for a stored claim mean a new statement, and put what was recorded for it in doubt, unless ``same_meaning`` is set
    or the file records the rewording as a decision.
    """
    records = list(case.claims or ())
    new = [record for record in records if record.key not in known.claims]
    rows = [Claim(key=record.key, recorded_at=change.at, **_values(record)) for record in new]
    bulk.insert_new(rows)
    known.claims.update({row.key: row for row in rows})
    written = {row.pk for row in rows}
    fresh = {record.key for record in new}
    old = [record for record in records if record.key not in fresh]
    if not same_meaning:
        _doubt(case, old, known, change)
    written |= {known.claims[record.key].pk for record in old if _change(known.claims[record.key], _values(record))}
    for record in records:
        # After all claims are stored: a file may merge a claim into one that comes later in it.
        if record.merged_into is not UNSET:
            merged = known.claims[record.merged_into] if record.merged_into else None
            if _change(known.claims[record.key], {"merged_into_id": merged.pk if merged else None}):
                written.add(known.claims[record.key].pk)
                record_merger(known.claims[record.key], merged, change)
    written |= _record_topics(records, known, fresh)
    written |= _record_interests(records, known, fresh, change)
    return written | _record_relations(records, known, fresh, change)


def _doubt(case: CaseFile, old: list[ClaimRecord], known: StoredRows, change: Change) -> None:
    reworded = [record.key for record in old if record.text != known.claims[record.key].text]
    if reworded:
        in_file = rewordings_brought(case, known)
        doubt((known.claims[key].pk for key in reworded if key not in in_file), change)


#: The fields that a case file spells differently, and those that decide who may see a claim.
_OWN: Final = tuple(field for field in fields() if field.in_case_file)
_VISIBILITY: Final = tuple(field for field in _OWN if field.name in ("public", "embargo_until"))


def _values(record: ClaimRecord) -> dict[str, Any]:
    values = {"text": record.text, **_stated(record, _OWN)}
    if record.window is None:
        values.update(window_from="", window_until="")
    elif record.window is not UNSET:
        window = given(window_from=record.window.from_, window_until=record.window.until)
        values.update({name: value or "" for name, value in window.items()})
    return {**values, **_quantity(record)}


def _quantity(record: ClaimRecord) -> dict[str, Any]:
    """Return the columns of the quantity; a record that has one states all of it."""
    if record.quantity is UNSET:
        return {}
    said = record.quantity or Quantity()
    low, high = (Decimal(figure) if figure else None for figure in (said.low, said.high))
    return {"quantity_low": low, "quantity_high": high, "quantity_unit": said.unit or "", "quantity_as_of": said.as_of or ""}


def visibility_of(record: ClaimRecord) -> dict[str, Any]:
    """Return what a record says about who may see its claim."""
    return _stated(record, _VISIBILITY)


def _stated(record: ClaimRecord, columns: Iterable[ClaimField]) -> dict[str, Any]:
    """Return the columns that the record sets, as they are stored."""
    found = {}
    for field in columns:
        value = getattr(record, field.name)
        if value is not UNSET:
            found[field.name] = field.empty if value is None else _stored(field, value)
    return found


def _stored(field: ClaimField, value: Any) -> Any:
    if field.kind is Kind.FIGURE:
        return Decimal(value)
    return datetime.fromisoformat(value) if field.kind is Kind.INSTANT else value


def _change(claim: Claim, values: dict[str, Any]) -> bool:
    changed = [name for name, value in values.items() if _differs(getattr(claim, name), value)]
    for name in changed:
        setattr(claim, name, values[name])
    if changed:
        claim.save(update_fields=changed)
    return bool(changed)


def _differs(one: Any, other: Any) -> bool:
    """Return whether two values differ; figures also by the zeros at their end, which say how precise they are."""
    return one != other or (isinstance(one, Decimal) and str(one) != str(other))


def _record_topics(records: list[ClaimRecord], known: StoredRows, fresh: set[str]) -> set[int]:
    wanted = {known.claims[r.key].pk: set(r.topics) for r in records if r.topics is not UNSET}
    stored: dict[int, set[str]] = {}
    old = [known.claims[r.key].pk for r in records if r.key not in fresh and r.topics is not UNSET]
    for claim, topic in ClaimTopic.objects.filter(claim__in=old).values_list("claim_id", "topic"):
        stored.setdefault(claim, set()).add(topic)
    added = [(pk, topic) for pk, topics in wanted.items() for topic in sorted(topics - stored.get(pk, set()))]
    bulk.insert(ClaimTopic, ("claim", "topic"), added)
    written = {pk for pk, _ in added}
    for pk, topics in stored.items():
        if topics - wanted[pk]:
            # Deleted, unlike other rows: topics only file a claim, and no assessment reads them.
            ClaimTopic.objects.filter(claim=pk, topic__in=topics - wanted[pk]).delete()
            written.add(pk)
    return written


def _record_interests(records: list[ClaimRecord], known: StoredRows, fresh: set[str], change: Change) -> set[int]:
    old = [known.claims[r.key].pk for r in records if r.key not in fresh and r.interests]
    stored = {(row.claim_id, row.source_id): row for row in Interest.objects.filter(claim__in=old, struck_at=None)}
    new: list[Interest] = []
    for record in records:
        for interest in record.interests or ():
            row = Interest(
                claim=known.claims[record.key],
                source=known.sources[interest.source],
                side=interest.side,
                recorded_at=change.at,
                **given(reason=interest.reason),
            )
            before = stored.get((row.claim_id, row.source_id))
            if before is not None and before.side == row.side and interest.reason in (UNSET, before.reason):
                continue
            if before is not None:
                # Struck and recorded anew, never edited: the past of the claim had the old stake.
                Interest.objects.filter(pk=before.pk).update(struck_at=change.at, struck_reason="recorded anew")
            new.append(row)
    Interest.objects.bulk_create(new, batch_size=_BATCH)
    return {row.claim_id for row in new}


def _record_relations(records: list[ClaimRecord], known: StoredRows, fresh: set[str], change: Change) -> set[int]:
    """Store relations of claims; a contradiction affects both of its ends."""
    old = [known.claims[r.key].pk for r in records if r.key not in fresh and r.relations]
    in_force = ClaimRelation.objects.filter(from_claim__in=old, struck_at=None)
    stored = set(in_force.values_list("from_claim_id", "to_claim_id", "kind"))
    new = [
        ClaimRelation(
            from_claim=known.claims[record.key],
            to_claim=known.claims[relation.claim],
            kind=relation.kind,
            recorded_at=change.at,
        )
        for record in records
        for relation in record.relations or ()
        if (known.claims[record.key].pk, known.claims[relation.claim].pk, relation.kind) not in stored
    ]
    ClaimRelation.objects.bulk_create(new, batch_size=_BATCH)
    refuse_circle_in_file(records, new)
    return {row.from_claim_id for row in new} | {row.to_claim_id for row in new if row.kind == CONTRADICTS}
