"""The stored records with the keys that a case file names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import NamedTuple, TypeVar

from msgspec import UNSET

from claims.casefile import CaseFile, Stored, StoredAttribution, StoredSource, named_keys
from claims.models import Attribution, AttributionDocument, Citation, Claim, Decision
from claims.queries.documents.read import retracted_by_authors
from claims.vocabulary import COPIES
from sources.models import AuthorsRetraction, Document, Source
from sources.queries import documents_by_key, sources_by_key, vouchers_of

T = TypeVar("T")

_BATCH = 500


class StoredRows(NamedTuple):
    """The stored records that a case file names, by key; attributions by claim and key, links by attribution id."""

    sources: dict[str, Source]
    documents: dict[str, Document]
    claims: dict[str, Claim]
    attributions: dict[tuple[str, str], Attribution]
    links: dict[int, list[Citation]]
    names: dict[int, str]  # the key of each stored attribution, by id
    further: dict[int, dict[str, AttributionDocument]]  # by attribution id and document key, if the file gives any
    retractions: dict[tuple[int, int], AuthorsRetraction]  # in force, by authors: by the ids of the document and the author
    ids: dict[tuple[str, str], int]  # of attributions by claim and key, including those that the load has just recorded

    def forget(self) -> None:
        """Release the records: for a large file they take as much memory as all that follows."""
        for records in self:
            records.clear()


def stored_rows(case: CaseFile) -> StoredRows:
    """Return the stored records that the file names, as its own records or as references."""
    named = named_keys(case)
    claims = {row.key: row for keys in _batches(named.claims) for row in Claim.objects.filter(key__in=keys)}
    keys = {claim.pk: key for key, claim in claims.items()}
    attributions = {
        (keys[row.claim_id], row.key): row
        for ids in _batches(keys)
        for row in Attribution.objects.filter(claim__in=ids).select_related("source", "document")
    }
    links: dict[int, list[Citation]] = {}
    for ids in _batches(keys):
        for link in Citation.objects.filter(claim__in=ids).order_by("id"):
            links.setdefault(link.citing_id, []).append(link)
    sources = {key: row for keys in _batches(named.sources) for key, row in sources_by_key(keys).items()}
    documents = {key: row for keys in _batches(named.documents) for key, row in documents_by_key(keys).items()}
    names = {row.pk: row.key for row in attributions.values()}
    retractions = retracted_by_authors([row.pk for row in documents.values()])
    ids_of = {both: row.pk for both, row in attributions.items()}
    return StoredRows(sources, documents, claims, attributions, links, names, _further(case, keys), retractions, ids_of)


def _further(case: CaseFile, claims: Iterable[int]) -> dict[int, dict[str, AttributionDocument]]:
    found: dict[int, dict[str, AttributionDocument]] = {}
    if any(record.documents for claim in case.claims or () for record in claim.attributions or ()):
        for ids in _batches(claims):
            for row in AttributionDocument.objects.filter(claim__in=ids, struck_at=None).select_related("document"):
                found.setdefault(row.attribution_id, {})[row.document.key] = row
    return found


def decisions_on(claims: Iterable[int]) -> list[Decision]:
    """Return all decisions on the claims, struck out ones included, in the order in which they were recorded."""
    found = [row for ids in _batches(claims) for row in Decision.objects.filter(claim__in=ids)]
    return sorted(found, key=lambda row: row.pk)


def stored_of(known: StoredRows) -> Stored:
    """Return what the checks of a case file need from the stored records."""
    names = known.names
    return Stored(
        sources={
            key: StoredSource(
                row.identified,
                tuple(voucher.key for voucher in vouchers_of(row)),
                row.name,
                row.kind,
                row.organisation_source.key if row.organisation_source else None,
            )
            for key, row in known.sources.items()
        },
        documents=frozenset(known.documents),
        claims=frozenset(known.claims),
        attributions={
            key: StoredAttribution(
                stance=row.stance,
                cites=frozenset(names[link.cited_id] for link in _in_force(known, row) if link.kind != COPIES),
                copies=next((names[link.cited_id] for link in _in_force(known, row) if link.kind == COPIES), None),
                supersedes=names[row.supersedes_id] if row.supersedes_id else None,
                voided=row.voided_at is not None,
            )
            for key, row in known.attributions.items()
        },
        document_copies=_copies(known.documents.values()),
        retracted=frozenset(key for key, row in known.documents.items() if row.withdrawal_recorded_at is not None),
        retracted_by_authors=_retracted_by_authors(known),
    )


def _retracted_by_authors(known: StoredRows) -> frozenset[tuple[str, str]]:
    keys = {row.pk: key for key, row in known.documents.items()}
    return frozenset(
        (keys[document], author.key) for (document, _), made in known.retractions.items() for author in made.authors.all()
    )


def _copies(documents: Iterable[Document]) -> dict[str, str]:
    """Return the original of every copy among the documents, followed to the end, by key."""
    found: dict[str, str] = {}
    frontier = {row.copy_of_id for row in documents if row.copy_of_id}
    found.update({row.key: row.copy_of.key for row in documents if row.copy_of})
    while frontier:
        # Those found before are left out: a circle of copies, which the checks report, ends here.
        originals = Document.objects.filter(pk__in=frontier, copy_of__isnull=False).exclude(key__in=found)
        pairs = {row.key: row.copy_of.key for row in originals.select_related("copy_of") if row.copy_of}
        frontier = set(originals.values_list("copy_of_id", flat=True)) if pairs else set()
        found.update(pairs)
    return found


def _in_force(known: StoredRows, row: Attribution) -> list[Citation]:
    return [link for link in known.links.get(row.pk, ()) if link.struck_at is None]


def _batches(keys: Iterable[T]) -> Iterable[list[T]]:
    rest = iter(keys)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def given(**values: object) -> Mapping[str, object]:
    """Return only the values that a record sets."""
    return {name: value for name, value in values.items() if value is not UNSET}
