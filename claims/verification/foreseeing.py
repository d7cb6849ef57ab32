"""What the policy would find about a claim if a case file were stored: computed on facts; nothing is written or locked."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from claims.casefile import CaseFile, named_keys
from claims.casefile.attribution_records import AttributionRecord, documents_of
from claims.casefile.checks.case_context import given, rows, vouchers
from claims.casefile.source_records import SourceRecord
from claims.policy.assess import Assessment, assess
from claims.policy.facts import AttributionFact, ClaimFacts, Clock, Directory, Thresholds
from claims.queries.facts.assembling import families, source_fact
from claims.queries.facts.current import Sources, load_facts
from claims.queries.facts.documents import first_published, last_doubted
from claims.verification.waiver_expiry import would_lapse
from factcheck.dates.partial_dates import from_instant
from sources.models import Document
from sources.queries import SourceRow, documents_by_key, members, sources_by_key

Ids = dict[str, int]  # by key; records not stored have negative ids


class Foreseen(NamedTuple):
    """What the policy finds about a claim now, and what it would find."""

    before: Assessment
    after: Assessment
    lapsing: frozenset[str] = frozenset()  # flags whose waivers would end


def foresee(claim: int, case: CaseFile, clock: Clock, thresholds: Thresholds) -> Foreseen:
    """Return how new attributions of one recorded claim, with their sources, would change its assessment.

    The case file must hold that claim alone and have passed the checks. It may attach documents to recorded attributions; other
    changes of recorded attributions, and effects on other claims, are not foreseen.
    """
    sources = Sources()
    loaded = load_facts([claim], clock.said_until, sources=sources)
    facts = loaded.claims[claim]
    before = assess(facts, loaded.directory, thresholds, clock)
    documents = _shown(case)
    # Of a retracted document, the publisher counts as who withdrew what is recorded from it.
    sources.directory({document.publisher_id for document in documents.values()})
    directory, ids = _people(case, sources)
    after = assess(_with(facts, case, ids, documents, clock), directory, thresholds, clock)
    return Foreseen(before, after, would_lapse(claim, after, clock.now))


def _people(case: CaseFile, sources: Sources) -> tuple[Directory, Ids]:
    """Return the sources that the claim and the file name; those of the file as if they were stored."""
    stored = {key: row.pk for key, row in sources_by_key(named_keys(case).sources).items()}
    records = [record for record in rows(case.sources) if record.key not in stored]
    ids = stored | {record.key: -number for number, record in enumerate(records, 1)}
    read = members(stored.values())
    known = dict(read.sources)
    new = [_row(record, ids) for record in records]
    known.update({row.id: row for row in new})
    found = sources.directory(stored.values())
    named = {row.organisation_source_id for row in (*read.sources.values(), *new) if row.organisation_source_id}
    above = sources.organisations({pk for pk in named if pk in read.sources})
    organisations = {**above, **{pk: (pk,) for pk in named if pk not in above}}
    people = {**found.sources, **{row.id: source_fact(row, known, organisations, {}) for row in new}}
    return Directory(people, {**found.families, **families(new, organisations)}, found.independent, found.ties), ids


def _row(record: SourceRecord, ids: Ids) -> SourceRow:
    """Return a source of the file as if it were stored: it has no ties yet, so it is its own voice and family."""
    pk = ids[record.key]
    known_to = [ids[key] for key in vouchers(record.vouched_by)]
    return SourceRow(
        id=pk,
        key=record.key,
        name=record.name,
        short_name=given(record.short_name, ""),
        kind=record.kind,
        identified=given(record.identified, True),
        vouched_by_id=known_to[0] if known_to else None,
        description=given(record.description, ""),
        plural=given(record.plural, False),
        country=given(record.country, ""),
        organisation_source_id=ids[record.organisation_key] if isinstance(record.organisation_key, str) else None,
        named_as_id=None,
        anonymity_reason=given(record.anonymity_reason, ""),
        approved_by=given(record.approved_by, ""),
        voice=pk,
        family=pk,
        also_vouched_by=tuple(sorted(known_to[1:])),
    )


def _shown(case: CaseFile) -> dict[str, Document]:
    records = [record for claim in rows(case.claims) for record in rows(claim.attributions)]
    return documents_by_key(key for record in records for key in documents_of(record))


def _with(facts: ClaimFacts, case: CaseFile, people: Ids, documents: dict[str, Document], clock: Clock) -> ClaimFacts:
    """Return the facts of a claim together with those of the file."""
    records = {record.key: record for claim in rows(case.claims) for record in rows(claim.attributions)}
    recorded = {row.key: row.id for row in facts.attributions}
    ids = recorded | {key: -number for number, key in enumerate(sorted(records.keys() - recorded.keys()), 1)}
    stands = [_attached(row, records.get(row.key), documents) for row in facts.attributions]
    new = [_fact(record, ids, people, documents, clock.now) for key, record in records.items() if key not in recorded]
    # What is recorded now also restarts the shelf life of the claim.
    return facts._replace(attributions=(*stands, *new), last_recorded_at=clock.now)


def _attached(row: AttributionFact, record: AttributionRecord | None, documents: dict[str, Document]) -> AttributionFact:
    """Return a recorded attribution with the documents that the file attaches to it."""
    if record is None or not _documents(record):
        return row
    held = [documents[key] for key in documents_of(record) if key in documents]
    published_at = first_published([row.published_at, *(document.published_at for document in held)])
    doubted_at = last_doubted([row.doubted_at, *(document.doubted_at for document in held)])
    return row._replace(documented=True, published_at=published_at, doubted_at=doubted_at)


def _documents(record: AttributionRecord | None) -> bool:
    return record is not None and bool(record.document or record.documents)


def _fact(record: AttributionRecord, ids: Ids, people: Ids, documents: dict[str, Document], now: datetime) -> AttributionFact:
    held = [documents[key] for key in documents_of(record) if key in documents]
    retracted = held and all(document.withdrawal_recorded_at is not None for document in held)
    copies = record.copies
    return AttributionFact(
        id=ids[record.key],
        key=record.key,
        source=people[record.source],
        stance=record.stance,
        scope=given(record.scope, "full"),
        basis=given(record.basis, "statement"),
        said_at=given(record.said_at, "") or "",
        withdrawn_at=held[0].withdrawn_at if retracted else None,
        supersedes=None,
        documented=_documents(record),
        cites=tuple(ids[key] for key in rows(record.cites)),
        copies=ids[copies] if isinstance(copies, str) else None,
        withdrawn_by=held[0].publisher_id if retracted else None,
        recorded_at=from_instant(now),
        published_at=first_published(document.published_at for document in held),
        hedge=str(record.hedge.degree) if record.hedge else "",
        doubted_at=last_doubted(document.doubted_at for document in held),
    )
