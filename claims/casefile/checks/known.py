"""What a case file may refer to: the records in the file itself, and those of the same keys already stored."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from msgspec import UnsetType

from claims.casefile.records import AttributionRecord, CaseFile, ClaimRecord

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StoredSource:
    """What the checks need of a source already stored."""

    identified: bool
    vouched_by: str | None = None
    name: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class StoredAttribution:
    """What the checks need of an attribution already stored: its links that are not struck out."""

    stance: str
    cites: frozenset[str] = frozenset()
    copies: str | None = None
    supersedes: str | None = None
    voided: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """What is stored under the keys that a case file names (`named_keys`).

    ``attributions`` holds all those of the claims that the file names, by the key of the claim and their own;
    ``document_copies`` the documents behind those named, by the key of the copy; ``retracted`` those of the documents that
    their publisher took back.
    """

    sources: Mapping[str, StoredSource] = field(default_factory=dict)
    documents: Set[str] = frozenset()
    claims: Set[str] = frozenset()
    attributions: Mapping[tuple[str, str], StoredAttribution] = field(default_factory=dict)
    document_copies: Mapping[str, str] = field(default_factory=dict)
    retracted: Set[str] = frozenset()


def given(value: T | UnsetType, default: T) -> T:
    """Return the value that the file gives, or ``default`` where it leaves the field out."""
    return default if isinstance(value, UnsetType) else value


def rows(records: list[T] | UnsetType | None) -> Sequence[T]:
    """Return the records of a list that the file may leave out."""
    return records if isinstance(records, list) else ()


@dataclass(frozen=True)
class Known:
    """The case, what is stored, and both together by key. Where they differ, the file holds."""

    case: CaseFile
    stored: Stored

    @cached_property
    def sources(self) -> dict[str, bool]:
        """Every source by key: whether it is identified."""
        stored = {key: source.identified for key, source in self.stored.sources.items()}
        return stored | {
            source.key: given(source.identified, stored.get(source.key, True)) for source in rows(self.case.sources)
        }

    @cached_property
    def documents(self) -> Set[str]:
        """The keys of every document."""
        return self.stored.documents | {document.key for document in rows(self.case.documents)}

    @cached_property
    def retracted(self) -> Set[str]:
        """The keys of the documents that their publisher took back."""
        return self.stored.retracted | {each.key for each in rows(self.case.documents) if each.withdrawn}

    @cached_property
    def claims(self) -> Set[str]:
        """The keys of every claim."""
        return self.stored.claims | {claim.key for claim in rows(self.case.claims)}

    @cached_property
    def home_of_attribution(self) -> dict[str, str]:
        """A claim that has an attribution of this key, for each."""
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
    """One claim and, as a collection, the keys of its attributions."""

    known: Known
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
    """Return the keys that an attribution cites once the file is loaded."""
    if isinstance(row.cites, UnsetType):
        return sorted(stored.cites) if stored else ()
    return row.cites


def copied(row: AttributionRecord, stored: StoredAttribution | None) -> str | None:
    """Return the key that an attribution copies once the file is loaded."""
    return given(row.copies, stored.copies if stored else None)
