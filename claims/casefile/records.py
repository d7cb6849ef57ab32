"""The records of a case file, format ``factcheck-case/1``, as strict msgspec structs.

An optional field that a file leaves out is ``UNSET``: a new record gets the default of the model, a stored record keeps its
value. ``null`` and an empty value differ from leaving the field out: they say that there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from msgspec import UNSET, UnsetType

from claims.casefile.attribution_records import AttributionRecord
from claims.casefile.columns import with_columns
from claims.casefile.decision_records import DecisionRecord
from claims.casefile.source_records import DocumentRecord, JudgementRecord, RelationRecord, SourceRecord
from claims.casefile.values import (
    Figure,
    Instant,
    Key,
    Line,
    Note,
    PartialDate,
    Record,
    Text,
    Topic,
)
from claims.vocabulary import ClaimRelationKind
from factcheck.words import OneOf

FORMAT: Final = "factcheck-case/1"


class InterestRecord(Record, frozen=True, kw_only=True):
    """A stake: side 1 benefits if the claim is believed, -1 benefits if it is not (the accused)."""

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
