"""The decisions on a claim in a case file."""

from __future__ import annotations

from typing import Literal

from msgspec import UNSET, UnsetType

from claims.casefile.values import Actor, Digest, Instant, Key, PartialDate, Record, Text
from claims.vocabulary import ExchangedDecision, PredictionOutcome, RecordKind
from factcheck.words import OneOf


class Subject(Record, frozen=True, kw_only=True):
    """One record that a decision settles: an attribution of the claim, a source, another claim, or a discredited document."""

    kind: OneOf[Literal[RecordKind.ATTRIBUTION, RecordKind.SOURCE, RecordKind.CLAIM, RecordKind.DOCUMENT]]
    key: Key


class StruckDecision(Record, frozen=True, kw_only=True):
    """A decision that was withdrawn, with the reason."""

    reason: Text
    by: Actor | UnsetType = UNSET
    recorded_at: Instant | UnsetType = UNSET


class DecisionRecord(Record, frozen=True, kw_only=True):
    """What an editor settled about the claim. ``key`` is unique within the claim and the file; answers refer to it."""

    key: Key | UnsetType = UNSET
    kind: OneOf[ExchangedDecision]
    reason: Text
    about: list[Subject] | UnsetType = UNSET
    attribution: Key | UnsetType | None = UNSET
    source: Key | UnsetType | None = UNSET
    claim: Key | UnsetType | None = UNSET
    document: Key | UnsetType | None = UNSET
    request: Key | UnsetType | None = UNSET
    outcome: OneOf[PredictionOutcome] | UnsetType = UNSET
    happened_at: PartialDate | UnsetType | None = UNSET
    answer_by: Instant | UnsetType | None = UNSET
    by: Actor | UnsetType = UNSET
    findings: Digest | UnsetType = UNSET
    struck: StruckDecision | UnsetType = UNSET
    recorded_at: Instant | UnsetType = UNSET
