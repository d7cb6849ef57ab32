"""What the lines of a stream may refer to: stored records, and the records of earlier lines."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec import UNSET

from claims.casefile.checks.case_context import (
    Stored,
    StoredAttribution,
    StoredSource,
    authors_retractions,
    given,
    rows,
    vouchers,
)
from claims.casefile.checks.named_keys import NamedKeys
from claims.casefile.records import CaseFile


@dataclass(slots=True)
class Growing:
    """The stored records and those of valid cases waiting to be stored: each case is checked against all before it."""

    sources: dict[str, StoredSource]
    documents: set[str]
    claims: set[str]
    attributions: dict[str, dict[tuple[str, str], StoredAttribution]]  # by claim, as in `Stored`
    document_copies: dict[str, str]
    retracted: set[str]  # documents
    retracted_by_authors: set[tuple[str, str]]  # documents with authors

    @classmethod
    def of(cls, stored: Stored) -> Growing:
        """Start with the stored records."""
        attributions: dict[str, dict[tuple[str, str], StoredAttribution]] = {}
        for both, attribution in stored.attributions.items():
            attributions.setdefault(both[0], {})[both] = attribution
        copies = dict(stored.document_copies)
        known = dict(stored.sources), set(stored.documents), set(stored.claims)
        return cls(*known, attributions, copies, set(stored.retracted), set(stored.retracted_by_authors))

    def named(self, keys: NamedKeys) -> Stored:
        """Return the records that a case with these keys is checked against."""
        attributions: dict[tuple[str, str], StoredAttribution] = {}
        for claim in keys.claims & self.attributions.keys():
            attributions |= self.attributions[claim]
        return Stored(
            {key: self.sources[key] for key in keys.sources & self.sources.keys()},
            keys.documents & self.documents,
            keys.claims & self.claims,
            attributions,
            # All of them: a cycle of copies may lead over documents that the line does not name.
            self.document_copies if keys.documents else {},
            keys.documents & self.retracted,
            {both for both in self.retracted_by_authors if both[0] in keys.documents},
        )

    def add(self, case: CaseFile) -> None:
        """Add the records of a valid case. No later case has a record with the same key, so its attributions are its own."""
        for source in rows(case.sources):
            before = self.sources.get(source.key)
            stored = before.vouched_by if before else ()
            vouched = stored if source.vouched_by is UNSET else vouchers(source.vouched_by)
            identified = given(source.identified, before.identified if before else True)
            organisation = given(source.organisation_key, before.organisation if before else None)
            self.sources[source.key] = StoredSource(identified, vouched, source.name, source.kind, organisation)
        for document in rows(case.documents):
            self.documents.add(document.key)
            if document.withdrawn:
                self.retracted.add(document.key)
            if document.copy_of:
                self.document_copies[document.key] = document.copy_of
            elif document.copy_of is None:
                self.document_copies.pop(document.key, None)
        self.retracted_by_authors.update(authors_retractions(case))
        self.claims.update(claim.key for claim in rows(case.claims))
