"""What a case file may refer to: its own records, and stored records with the keys that it names."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from msgspec import UnsetType

from claims.casefile.attribution_records import AttributionRecord
from claims.casefile.records import CaseFile, ClaimRecord
from claims.casefile.source_records import MergerRecord

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StoredSource:
    """What the checks read of a stored source."""

    identified: bool
    vouched_by: tuple[str, ...] = ()
    name: str = ""
    kind: str = ""
    organisation: str | None = None  # its key


@dataclass(frozen=True, slots=True)
class StoredAttribution:
    """What the checks read of a stored attribution: its links, except those struck out."""

    stance: str
    cites: frozenset[str] = frozenset()
    copies: str | None = None
    supersedes: str | None = None
    voided: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """What is stored under the keys that a case file names (see `named_keys`).

    ``attributions`` holds all attributions of the claims that the file names, by claim key and own key. ``document_copies``
    holds the originals of the documents named, by the key of the copy; ``retracted`` the keys of those documents that their
    publisher retracted, and ``retracted_by_authors`` the pairs of a document and of one of the authors who retracted it.
    """

    sources: Mapping[str, StoredSource] = field(default_factory=dict)
    documents: Set[str] = frozenset()
    claims: Set[str] = frozenset()
    attributions: Mapping[tuple[str, str], StoredAttribution] = field(default_factory=dict)
    document_copies: Mapping[str, str] = field(default_factory=dict)
    retracted: Set[str] = frozenset()
    retracted_by_authors: Set[tuple[str, str]] = frozenset()


def given(value: T | UnsetType, default: T) -> T:
    """Return the value in the file, or ``default`` where the file leaves the field out."""
    return default if isinstance(value, UnsetType) else value


def vouchers(vouched_by: str | Sequence[str] | UnsetType | None) -> tuple[str, ...]:
    """Return the keys of the outlets that vouch for a source: a file gives one key, or a list of several."""
    if isinstance(vouched_by, UnsetType) or vouched_by is None:
        return ()
    return (vouched_by,) if isinstance(vouched_by, str) else tuple(vouched_by)


def first_record(merged_into: str | MergerRecord | UnsetType | None) -> str | None:
    """Return the key of the record that a source is merged into, if a file says so."""
    if isinstance(merged_into, MergerRecord):
        return merged_into.into
    return merged_into or None


def rows(records: list[T] | UnsetType | None) -> Sequence[T]:
    """Return the records of an optional list."""
    return records if isinstance(records, list) else ()


def authors_retractions(case: CaseFile) -> Iterator[tuple[str, str]]:
    """Yield the key of each document that authors retracted, with the key of each of these; what was undone is left out."""
    for document in rows(case.documents):
        for made in rows(document.authors_withdrawn):
            yield from ((document.key, author) for author in made.authors if not made.undone)


# No slots: cached properties need the instance's dictionary.
@dataclass(frozen=True)
class CaseContext:
    """The case, what is stored, and both combined by key. Where they differ, the file takes precedence."""

    case: CaseFile
    stored: Stored

    @cached_property
    def sources(self) -> dict[str, bool]:
        """Whether each source is identified, by key."""
        stored = {key: source.identified for key, source in self.stored.sources.items()}
        return stored | {
            source.key: given(source.identified, stored.get(source.key, True)) for source in rows(self.case.sources)
        }

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The kind of each source, by key."""
        return {key: source.kind for key, source in self.stored.sources.items()} | {
            source.key: source.kind for source in rows(self.case.sources)
        }

    @cached_property
    def documents(self) -> Set[str]:
        """The keys of every document."""
        return self.stored.documents | {document.key for document in rows(self.case.documents)}

    @cached_property
    def retracted(self) -> Set[str]:
        """The keys of the retracted documents."""
        return self.stored.retracted | {each.key for each in rows(self.case.documents) if each.withdrawn}

    @cached_property
    def retracted_by_authors(self) -> Set[tuple[str, str]]:
        """The pairs of a document and of one of the authors who retracted it."""
        return self.stored.retracted_by_authors | set(authors_retractions(self.case))

    @cached_property
    def claims(self) -> Set[str]:
        """The keys of every claim."""
        return self.stored.claims | {claim.key for claim in rows(self.case.claims)}

    @cached_property
    def home_of_attribution(self) -> dict[str, str]:
        """For each attribution key, the key of a claim that has it."""
        homes = {key: claim for claim, key in self.stored.attributions}
        return homes | {row.key: claim.key for claim in rows(self.case.claims) for row in rows(claim.attributions)}

    @cached_property
    def stored_attributions(self) -> dict[str, dict[str, StoredAttribution]]:
        """The stored attributions of each claim."""
        by_claim: dict[str, dict[str, StoredAttribution]] = {}
        for (claim, key), attribution in self.stored.attributions.items():
            by_claim.setdefault(claim, {})[key] = attribution
        return by_claim

    def scope_of(self, claim: ClaimRecord) -> Scope:
        """Return what the attributions of this claim may refer to."""
        in_file = {row.key: row for row in rows(claim.attributions)}
        return Scope(self, claim, in_file, self.stored_attributions.get(claim.key, {}))


@dataclass(frozen=True, slots=True)
class Scope(Collection[str]):
    """One claim; as a collection, the keys of its attributions."""

    context: CaseContext
    claim: ClaimRecord
    in_file: Mapping[str, AttributionRecord]
    stored: Mapping[str, StoredAttribution]

    def __contains__(self, key: object) -> bool:
        return key in self.in_file or key in self.stored

    def __iter__(self) -> Iterator[str]:
        return iter(self.in_file.keys() | self.stored.keys())

    def __len__(self) -> int:
        return len(self.in_file.keys() | self.stored.keys())


def cited(row: AttributionRecord, stored: StoredAttribution | None) -> Sequence[str]:
    """Return the keys that an attribution cites after the load."""
    if isinstance(row.cites, UnsetType):
        return sorted(stored.cites) if stored else ()
    return row.cites


def copied(row: AttributionRecord, stored: StoredAttribution | None) -> str | None:
    """Return the key that an attribution copies after the load."""
    return given(row.copies, stored.copies if stored else None)
