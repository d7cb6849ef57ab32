"""The records of a case file, format ``factcheck-case/1``, as strict msgspec structs.

An optional field that a file leaves out is ``UNSET``: a new record gets the default of the model, a stored record keeps its
value. ``null`` and an empty value differ from leaving the field out: they say that there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Literal

from msgspec import UNSET, Meta, UnsetType

from claims.casefile.columns import with_columns
from claims.casefile.decision_records import DecisionRecord
from claims.casefile.values import (
    Actor,
    Country,
    Day,
    Figure,
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
    Topic,
    Url,
    WikidataId,
)
from claims.vocabulary import Basis, CitationKind, ClaimRelationKind, GroundRule, Hedge, Scope, Stance, Withdrawer
from factcheck.words import OneOf
from sources.vocabulary import DocumentKind, Grade, Judgement, SourceKind, SourceRelationKind

FORMAT: Final = "factcheck-case/1"


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


class Quote(Record, frozen=True, kw_only=True):
    """The exact words, anchored as in the W3C Web Annotation model (TextQuoteSelector, TextPositionSelector)."""

    exact: Text
    prefix: Line | UnsetType = UNSET
    suffix: Line | UnsetType = UNSET
    start: Annotated[int, Meta(ge=0, le=2000000000)] | UnsetType | None = UNSET
    end: Annotated[int, Meta(ge=0, le=2000000000)] | UnsetType | None = UNSET
    translation: Note | UnsetType = UNSET


class Hedged(Record, frozen=True, kw_only=True):
    """How certain a source says that it is, and its own words for it."""

    degree: OneOf[Hedge]
    words: Line | UnsetType = UNSET


class FurtherDocument(Record, frozen=True, kw_only=True):
    """A further document that holds the same statement, with its words as they are there."""

    document: Key
    quote: Quote | UnsetType | None = UNSET


class Withdrawal(Record, frozen=True, kw_only=True):
    """A statement that was withdrawn by its source or by the outlet that carried it, alone or with its document."""

    at: PartialDate | UnsetType | None = UNSET
    by: OneOf[Withdrawer]
    reason: Reason
    with_document: bool | UnsetType = UNSET
    with_authors: bool | UnsetType = UNSET


class Voiding(Record, frozen=True, kw_only=True):
    """Our own error in recording: the attribution counts as never recorded."""

    reason: Reason


class Discrediting(Record, frozen=True, kw_only=True):
    """What a third party showed to be forged or false; stored as the decision that it stands for."""

    at: PartialDate | UnsetType | None = UNSET
    by: Key | UnsetType | None = UNSET
    document: Key | UnsetType | None = UNSET
    attribution: Key | UnsetType | None = UNSET
    claim: Key | UnsetType | None = UNSET
    reason: Text


class StruckLink(Record, frozen=True, kw_only=True):
    """A citation that was recorded and later struck out, with the reason."""

    kind: OneOf[CitationKind]
    to: Key
    reason: Reason


# What the API takes of a new attribution: what becomes of it later has operations of its own.
class Said(Record, frozen=True, kw_only=True):
    """A source's stance on the claim, and through which attributions of this claim it came, when first recorded."""

    key: Key
    source: Key
    stance: OneOf[Stance]
    scope: OneOf[Scope] | UnsetType = UNSET
    basis: OneOf[Basis] | UnsetType = UNSET
    hedge: Hedged | UnsetType | None = UNSET
    ground_rule: OneOf[GroundRule] | UnsetType = UNSET
    cites: list[Key] | UnsetType = UNSET
    copies: Key | UnsetType | None = UNSET
    document: Key | UnsetType | None = UNSET
    quote: Quote | UnsetType | None = UNSET
    documents: list[FurtherDocument] | UnsetType = UNSET
    said_at: PartialDate | UnsetType | None = UNSET
    reporter: Line | UnsetType = UNSET
    supersedes: Key | UnsetType | None = UNSET


class AttributionRecord(Said, frozen=True, kw_only=True):
    """A source's stance on the claim, and through which attributions of this claim it came."""

    withdrawn: Withdrawal | UnsetType = UNSET
    voided: Voiding | UnsetType = UNSET
    discredited: Discrediting | UnsetType = UNSET
    struck_links: list[StruckLink] | UnsetType = UNSET
    recorded_at: Instant | UnsetType = UNSET


class InterestRecord(Record, frozen=True, kw_only=True):
    """A stake: side 1 gains if the claim is believed, -1 gains if it is not (the accused)."""

    source: Key
    side: Literal[1, -1]
    reason: Note | UnsetType = UNSET
    recorded_at: Instant | UnsetType = UNSET


class Window(Record, frozen=True, kw_only=True, rename={"from_": "from"}):
    """When the claim is said to happen."""

    from_: PartialDate | UnsetType | None = UNSET
    until: PartialDate | UnsetType | None = UNSET


class Quantity(Record, frozen=True, kw_only=True):
    """The figure that the claim states: ``low`` and ``high`` alike for a single figure; open where one is left out."""

    low: Figure | UnsetType | None = UNSET
    high: Figure | UnsetType | None = UNSET
    unit: Line | UnsetType = UNSET
    as_of: PartialDate | UnsetType | None = UNSET


class ClaimRelationRecord(Record, frozen=True, kw_only=True):
    """How this claim relates to another, in the file or stored."""

    kind: OneOf[ClaimRelationKind]
    claim: Key
    recorded_at: Instant | UnsetType = UNSET


class _ClaimHead(Record, frozen=True, kw_only=True):
    key: Key
    text: Text
    topics: list[Topic] | UnsetType = UNSET
    window: Window | UnsetType | None = UNSET
    quantity: Quantity | UnsetType | None = UNSET


# The plain fields come from ``claims.claim_fields``.
# mypy cannot read a struct that is made at run time.
if TYPE_CHECKING:
    _WithColumns = _ClaimHead
else:
    _WithColumns = with_columns(_ClaimHead)


class ClaimRecord(_WithColumns, frozen=True, kw_only=True):
    """One checkable statement with all attributions of it."""

    merged_into: Key | UnsetType | None = UNSET
    relations: list[ClaimRelationRecord] | UnsetType = UNSET
    interests: list[InterestRecord] | UnsetType = UNSET
    attributions: list[AttributionRecord] | UnsetType = UNSET
    decisions: list[DecisionRecord] | UnsetType = UNSET
    recorded_at: Instant | UnsetType = UNSET


class CaseFile(Record, frozen=True, kw_only=True):
    """A whole case file. Every reference is the key of a record in the file or stored."""

    format: Literal["factcheck-case/1"]
    sources: list[SourceRecord] | UnsetType = UNSET
    relations: list[RelationRecord] | UnsetType = UNSET
    judgements: list[JudgementRecord] | UnsetType = UNSET
    documents: list[DocumentRecord] | UnsetType = UNSET
    claims: list[ClaimRecord] | UnsetType = UNSET


class CaseLine(Record, frozen=True, kw_only=True):
    """A line of a stream that holds lists of a case file. A line may also be a bare claim."""

    format: Literal["factcheck-case/1"] | UnsetType = UNSET
    sources: list[SourceRecord] | UnsetType = UNSET
    relations: list[RelationRecord] | UnsetType = UNSET
    judgements: list[JudgementRecord] | UnsetType = UNSET
    documents: list[DocumentRecord] | UnsetType = UNSET
    claims: list[ClaimRecord] | UnsetType = UNSET
