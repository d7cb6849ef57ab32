"""The attributions of a case file and their links."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from msgspec import UNSET, UnsetType

from claims.casefile import CaseFile, Problem
from claims.casefile.attribution_records import AttributionRecord, Quote
from claims.models import Attribution, AttributionDocument, Citation
from claims.operations.attributions.changes import mark_struck
from claims.operations.cases.endings import ended_columns, write_end
from claims.operations.documents.changes import mark_documented
from claims.queries.cases.stored import StoredRows, given
from claims.verification import Change
from claims.verification.storage import bulk
from claims.vocabulary import CITES, COPIES

_Placed = tuple[str, str, AttributionRecord]  # path in the file, key of the claim, record


class WrittenAttributions(NamedTuple):
    """How many attributions are new or changed, and in which claims."""

    rows: int
    claims: set[int]
    new: tuple[tuple[str, AttributionRecord], ...] = ()  # with the keys of their claims


def record_attributions(case: CaseFile, known: StoredRows, change: Change) -> WrittenAttributions:
    """Store new attributions with their links, and what the file adds to stored ones."""
    placed = list(_placed(case))
    new = [place for place in placed if (place[1], place[2].key) not in known.attributions]
    fresh = {(claim, record.key) for _, claim, record in new}
    _store(new, known, change)
    updated = [place for place in placed if (place[1], place[2].key) not in fresh and _update(place, known, change)]
    touched = {known.claims[claim].pk for _, claim, _ in (*new, *updated)}
    recorded = tuple((claim, record) for _, claim, record in new)
    return WrittenAttributions(len(new) + len(updated), touched, recorded)


def changed_meanings(case: CaseFile, known: StoredRows) -> list[Problem]:
    """Return the problem of every record that would change the meaning of a stored attribution."""
    return [found for place in _placed(case) if (found := _changed_meaning(place, known)) is not None]


def _placed(case: CaseFile) -> Iterator[_Placed]:
    for number, claim in enumerate(case.claims or ()):
        for index, record in enumerate(claim.attributions or ()):
            yield f"$.claims[{number}].attributions[{index}]", claim.key, record


def _store(new: list[_Placed], known: StoredRows, change: Change) -> None:
    # Ids before rows, because links of the file may lead to later records.
    ids = bulk.new_ids(Attribution, len(new))
    known.ids.update({(claim, record.key): pk for (_, claim, record), pk in zip(new, ids, strict=True)})
    rows: list[bulk.Row] = []
    links: list[bulk.Row] = []
    further: list[bulk.Row] = []
    for (_, claim, record), pk in zip(new, ids, strict=True):
        values = _values(claim, record, known, change)
        rows.append(tuple((_ROW | {"id": pk, "recorded_at": change.at} | values).values()))
        links += _links(pk, values["claim_id"], claim, record, known, change)
        further += _further(pk, values["claim_id"], record, known, change)
    bulk.insert(Attribution, tuple(_ROW), rows)
    bulk.insert(Citation, _LINK, links)
    bulk.insert(AttributionDocument, tuple(_FURTHER), further)


#: The columns of an attribution, in order, with their values where a record leaves them out.
_ROW: Final[dict[str, Any]] = {field.attname: field.get_default() for field in Attribution._meta.concrete_fields}
#: The same of a further document; its id comes from the database.
_FURTHER: Final[dict[str, Any]] = {
    field.attname: field.get_default() for field in AttributionDocument._meta.concrete_fields if not field.primary_key
}
_LINK: Final = ("claim", "citing", "cited", "kind", "recorded_at", "struck_at", "struck_reason")


def _links(
    pk: int, claim_id: int, claim: str, record: AttributionRecord, known: StoredRows, change: Change
) -> Iterator[bulk.Row]:
    for key in record.cites or ():
        yield claim_id, pk, known.ids[claim, key], CITES, change.at, None, ""
    if record.copies:
        yield claim_id, pk, known.ids[claim, record.copies], COPIES, change.at, None, ""
    for struck in record.struck_links or ():
        yield claim_id, pk, known.ids[claim, struck.to], struck.kind, change.at, change.at, struck.reason


def _further(pk: int, claim_id: int, record: AttributionRecord, known: StoredRows, change: Change) -> Iterator[bulk.Row]:
    for held in record.documents or ():
        ends = {"claim_id": claim_id, "attribution_id": pk, "document_id": known.documents[held.document].pk}
        yield tuple((_FURTHER | ends | {"recorded_at": change.at} | quote_columns(held.quote)).values())


def _values(claim: str, record: AttributionRecord, known: StoredRows, change: Change) -> dict[str, Any]:
    said = given(
        stance=record.stance, scope=record.scope, basis=record.basis, ground_rule=record.ground_rule, reporter=record.reporter
    )
    values = dict(said, **_hedge(record), **quote_columns(record.quote))
    if record.document:
        values.update(document_id=known.documents[record.document].pk, document_recorded_at=change.at)
    if record.said_at:
        values["said_at"] = record.said_at
    if record.supersedes:
        values["supersedes_id"] = known.ids[claim, record.supersedes]
    values.update(ended_columns(record, known, change))
    return {"claim_id": known.claims[claim].pk, "key": record.key, "source_id": known.sources[record.source].pk, **values}


def _hedge(record: AttributionRecord) -> dict[str, Any]:
    if not record.hedge:
        return {} if record.hedge is UNSET else {"hedge": "", "hedge_words": ""}
    words = record.hedge.words
    return {"hedge": str(record.hedge.degree), "hedge_words": "" if words is UNSET else words}


def quote_columns(quote: Quote | UnsetType | None) -> dict[str, Any]:
    """Return the columns that hold a quote, as far as the file gives them."""
    if quote is UNSET or quote is None:
        return {}
    return dict(
        given(
            quote_exact=quote.exact,
            quote_prefix=quote.prefix,
            quote_suffix=quote.suffix,
            quote_start=quote.start,
            quote_end=quote.end,
            quote_translation=quote.translation,
        )
    )


def _changed_meaning(place: _Placed, known: StoredRows) -> Problem | None:
    """Return the problem of a record that would change the meaning of a stored attribution; None if there is none."""
    path, claim, record = place
    row = known.attributions.get((claim, record.key))
    if row is None:
        return None
    differs = sorted(name for name, value in _meaning(record).items() if value != _stored_meaning(row, known)[name])
    # A document may be attached to a row that has none, but not exchanged.
    if record.document and row.document is not None and row.document.key != record.document:
        differs.append("document")
    there = known.further.get(row.pk, {})
    for held in record.documents or ():
        if held.quote and held.document in there and there[held.document].quote_exact != held.quote.exact:
            differs.append(f"quote in document '{held.document}'")
    if not differs:
        return None
    return Problem(
        path,
        f"this would change the {', '.join(differs)} of the recorded attribution '{record.key}'; its meaning is never edited:"
        f' record a new attribution with "supersedes": "{record.key}" (or void this one, if it was our error)',
    )


def _meaning(record: AttributionRecord) -> dict[str, Any]:
    values = dict(
        given(
            source=record.source,
            stance=record.stance,
            scope=record.scope,
            basis=record.basis,
            ground_rule=record.ground_rule,
            reporter=record.reporter,
            cites=record.cites if record.cites is UNSET else sorted(record.cites),
            copies=record.copies,
            said_at=record.said_at if record.said_at is UNSET else record.said_at or "",
            supersedes=record.supersedes,
        )
    )
    values.update(_hedge(record))
    if record.quote is not UNSET:
        values["quote"] = record.quote.exact if record.quote else ""
    return values


def _stored_meaning(row: Attribution, known: StoredRows) -> dict[str, Any]:
    names = known.names
    links = [link for link in known.links.get(row.pk, ()) if link.struck_at is None]
    return {
        "source": row.source.key,
        "stance": row.stance,
        "scope": row.scope,
        "basis": row.basis,
        "ground_rule": row.ground_rule,
        "hedge": row.hedge,
        "hedge_words": row.hedge_words,
        "reporter": row.reporter,
        "cites": sorted(names[link.cited_id] for link in links if link.kind == CITES),
        "copies": next((names[link.cited_id] for link in links if link.kind == COPIES), None),
        "said_at": row.said_at,
        "supersedes": names.get(row.supersedes_id) if row.supersedes_id else None,
        "quote": row.quote_exact,
    }


def _update(place: _Placed, known: StoredRows, change: Change) -> bool:
    """Write what a file adds to a stored attribution: a document, the context of the quote, how it ended, struck links."""
    _, claim, record = place
    row = known.attributions[claim, record.key]
    # The context and translation of a quote may be added or corrected: they do not change what was said.
    values = {name: value for name, value in quote_columns(record.quote).items() if getattr(row, name) != value}
    if values:
        Attribution.objects.filter(pk=row.pk).update(**values)
    documented = bool(record.document) and row.document_id is None
    if documented:
        mark_documented(row, known.documents[str(record.document)], change.at, {})
    documented |= _update_further(record, row, known, change)
    struck = _strike(record, row, known, change)
    return write_end(claim, record, known, change) or bool(values) or documented or struck


def _update_further(record: AttributionRecord, row: Attribution, known: StoredRows, change: Change) -> bool:
    """Write further documents that are not stored, and the context of quotes in stored ones."""
    done = False
    for held in record.documents or ():
        columns = quote_columns(held.quote)
        stored = known.further.get(row.pk, {}).get(held.document)
        if stored is None:
            mark_documented(row, known.documents[held.document], change.at, columns)
            done = True
        elif values := {name: value for name, value in columns.items() if getattr(stored, name) != value}:
            AttributionDocument.objects.filter(pk=stored.pk).update(**values)
            done = True
    return done


def _strike(record: AttributionRecord, row: Attribution, known: StoredRows, change: Change) -> bool:
    names = known.names
    struck: dict[tuple[str, str], str] = {(link.kind, link.to): link.reason for link in record.struck_links or ()}
    for kept in (*((CITES, key) for key in record.cites or ()), (COPIES, record.copies or "")):
        struck.pop(kept, None)  # struck out once, and recorded again since
    found = [
        link for link in known.links.get(row.pk, ()) if link.struck_at is None and (link.kind, names[link.cited_id]) in struck
    ]
    for link in found:
        mark_struck(link, change._replace(reason=struck[link.kind, names[link.cited_id]]))
    return bool(found)
