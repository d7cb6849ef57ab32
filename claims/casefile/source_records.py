"""The sources of a case file, their relations and judgements, and the documents."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from claims.casefile.values import (
    Actor,
    Country,
    Day,
    Instant,
    Key,
    Language,
    Line,
    Name,
    Note,
    PartialDate,
    Reason,
    Record,
    Sha256,
    Text,
    Url,
    WikidataId,
)
from factcheck.words import OneOf
from sources.vocabulary import DocumentKind, Grade, Judgement, SourceKind, SourceRelationKind


class Reliability(Record, frozen=True, kw_only=True):
    """A grade of the Admiralty scale (F: cannot be judged), with who gave it, when and why."""

    grade: OneOf[Grade]
    rationale: Note | UnsetType = UNSET
    graded_by: Line | UnsetType = UNSET
    graded_on: Day | UnsetType | None = UNSET


class MergerRecord(Record, frozen=True, kw_only=True):
    """The first record of a source, and what shows that the two are one: between unnamed sources of different outlets, one or
    two documents with the outlets' own words."""

    into: Key
    documents: Annotated[list[Key], Meta(min_length=1, max_length=2)] | UnsetType = UNSET
    reason: Reason


class NamingRecord(Record, frozen=True, kw_only=True):
    """The named source that an unnamed one has said in public to be, and the document that shows it."""

    source: Key
    document: Key
    reason: Reason
    proposed_by: Actor | UnsetType = UNSET
    confirmed_by: Actor | UnsetType = UNSET


class SourceRecord(Record, frozen=True, kw_only=True):
    """Somebody who says, shows or passes on something. No field of an unnamed source may identify it."""

    key: Key
    name: Name
    kind: OneOf[SourceKind]
    short_name: Line | UnsetType = UNSET
    aliases: list[Name] | UnsetType = UNSET
    identified: bool | UnsetType = UNSET
    vouched_by: Key | list[Key] | UnsetType | None = UNSET
    description: Note | UnsetType = UNSET
    plural: bool | UnsetType = UNSET
    country: Country | UnsetType = UNSET
    organisation: Line | UnsetType = UNSET
    organisation_key: Key | UnsetType | None = UNSET
    homepage: Url | UnsetType = UNSET
    wikidata_id: WikidataId | UnsetType = UNSET
    anonymity_reason: Note | UnsetType = UNSET
    approved_by: Line | UnsetType = UNSET
    names_confirmed: bool | UnsetType = UNSET
    merged_into: Key | MergerRecord | UnsetType | None = UNSET
    named_as: NamingRecord | UnsetType | None = UNSET
    reliability: Reliability | UnsetType | None = UNSET
    recorded_at: Instant | UnsetType = UNSET


class RelationRecord(Record, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A tie between two named sources, always or for a period: one voice, or one family."""

    from_: Key
    to: Key
    kind: OneOf[SourceRelationKind]
    reason: Reason
    from_on: Day | UnsetType | None = UNSET
    until_on: Day | UnsetType | None = UNSET
    recorded_at: Instant | UnsetType = UNSET


class JudgementRecord(Record, frozen=True, kw_only=True):
    """An editor's judgement on whether two sources are independent of each other."""

    a: Key
    b: Key
    outcome: OneOf[Judgement]
    reason: Reason
    names_confirmed: bool | UnsetType = UNSET
    recorded_at: Instant | UnsetType = UNSET


class DocumentWithdrawal(Record, frozen=True, kw_only=True):
    """A retraction of a document by its publisher."""

    at: PartialDate | UnsetType | None = UNSET
    reason: Reason


class UndoneAuthorsWithdrawal(Record, frozen=True, kw_only=True):
    """Why a retraction by authors was undone."""

    reason: Reason


class AuthorsWithdrawal(Record, frozen=True, kw_only=True):
    """A retraction of a document by some of its authors."""

    authors: Annotated[list[Key], Meta(min_length=1)]
    at: PartialDate | UnsetType | None = UNSET
    reason: Reason
    undone: UndoneAuthorsWithdrawal | UnsetType = UNSET
    recorded_at: Instant | UnsetType = UNSET


class CorrectionRecord(Record, frozen=True, kw_only=True):
    """What the publisher corrected in a document."""

    at: PartialDate | UnsetType | None = UNSET
    note: Text
    recorded_at: Instant | UnsetType = UNSET


class Captured(Record, frozen=True, kw_only=True):
    """A copy that the desk holds: when it was made, and the digest of its bytes."""

    at: Instant
    sha256: Sha256


class LiftedConcern(Record, frozen=True, kw_only=True):
    """Why an expression of concern no longer holds."""

    reason: Reason


class ConcernRecord(Record, frozen=True, kw_only=True):
    """A publisher's word that a document may not be reliable."""

    at: PartialDate | UnsetType | None = UNSET
    note: Text
    lifted: LiftedConcern | UnsetType = UNSET
    recorded_at: Instant | UnsetType = UNSET


class DocumentRecord(Record, frozen=True, kw_only=True):
    """An article, statement, photograph or other document that the desk holds."""

    key: Key
    publisher: Key
    kind: OneOf[DocumentKind]
    title: Name
    url: Url | UnsetType = UNSET
    author: Line | UnsetType = UNSET
    published_at: PartialDate | UnsetType | None = UNSET
    language: Language | UnsetType = UNSET
    copy_of: Key | UnsetType | None = UNSET
    archive_url: Url | UnsetType = UNSET
    captured: Captured | UnsetType = UNSET
    withdrawn: DocumentWithdrawal | UnsetType = UNSET
    authors_withdrawn: list[AuthorsWithdrawal] | UnsetType = UNSET
    corrections: list[CorrectionRecord] | UnsetType = UNSET
    concerns: list[ConcernRecord] | UnsetType = UNSET
    recorded_at: Instant | UnsetType = UNSET
