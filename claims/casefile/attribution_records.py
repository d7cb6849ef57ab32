"""The attributions of a case file, with quotes, hedges and how they ended."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from claims.casefile.values import (
    Instant,
    Key,
    Line,
    Note,
    PartialDate,
    Reason,
    Record,
    Text,
)
from claims.vocabulary import Basis, CitationKind, GroundRule, Hedge, Scope, Stance, Withdrawer
from factcheck.words import OneOf


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


def documents_of(said: Said) -> list[str]:
    """Return the keys of the documents that hold it, the first one first."""
    first = [said.document] if said.document else []
    return [*first, *(held.document for held in said.documents or ())]
