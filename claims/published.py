"""The public form of a claim, the only one that is published. Pure: what is not listed here cannot leak."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import msgspec

from claims.claim_fields import Kind, fields


class Body(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The base of every part of a public body: empty parts are left out."""


class PublicSource(Body, frozen=True, kw_only=True, omit_defaults=True):
    key: str
    name: str
    kind: str
    identified: bool
    description: str = ""
    vouched_by: str = ""
    also_vouched_by: tuple[str, ...] = ()
    named_as: str = ""
    country: str = ""


class PublicCorrection(Body, frozen=True, kw_only=True, omit_defaults=True):
    """What a publisher corrected in a document; ``at`` is a partial date, as published."""

    note: str
    at: str = ""


class PublicDocument(Body, frozen=True, kw_only=True, omit_defaults=True):
    key: str
    title: str
    publisher: str
    kind: str
    url: str = ""
    archive_url: str = ""
    published_at: str = ""
    corrections: tuple[PublicCorrection, ...] = ()


class PublicQuote(Body, frozen=True, kw_only=True, omit_defaults=True):
    exact: str
    prefix: str = ""
    suffix: str = ""
    translation: str = ""


class PublicFurtherDocument(PublicDocument, frozen=True, kw_only=True, omit_defaults=True):
    """Another document that holds the same statement, with its words as they are there."""

    quote: PublicQuote | None = None


class PublicWithdrawal(Body, frozen=True, kw_only=True, omit_defaults=True):
    by: str
    reason: str
    at: str = ""


class PublicHedge(Body, frozen=True, kw_only=True, omit_defaults=True):
    """How certain the source says that it is, and its own words for it."""

    degree: str
    words: str = ""


class PublicDiscrediting(Body, frozen=True, kw_only=True, omit_defaults=True):
    """What a third party showed to be forged or false: who showed it (a source), and by what; references are keys.

    ``at`` is a partial date: when it was shown. Nobody withdrew the attribution.
    """

    reason: str
    at: str = ""
    by: str = ""
    document: str = ""
    attribution: str = ""
    claim: str = ""


class PublicAttribution(Body, frozen=True, kw_only=True, omit_defaults=True):
    key: str
    source: str
    stance: str
    scope: str
    basis: str
    hedge: PublicHedge | None = None
    reporter: str = ""
    cites: tuple[str, ...] = ()
    copies: str = ""
    said_at: str = ""
    document: PublicDocument | None = None
    quote: PublicQuote | None = None
    documents: tuple[PublicFurtherDocument, ...] = ()
    superseded_by: str = ""
    withdrawn: PublicWithdrawal | None = None
    discredited: PublicDiscrediting | None = None


class PublicFlag(Body, frozen=True, kw_only=True, omit_defaults=True):
    """An open flag; ``implied_by`` is another open flag that says the same more exactly."""

    code: str
    severity: str
    reason: str
    level: str = ""
    implied_by: str = ""


class PublicSide(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The counts of one side; ``gateways`` and ``witnesses`` are keys of sources.

    ``routes`` counts independent routes from what the desk holds to any origin, ``on_record`` those to named origins, and
    ``disinterested`` those to named origins without a stake: three named people behind one wire report are one route.

    ``exact`` is false if counting was given up, and omitted otherwise: then ``at_least``, ``on_record``, ``disinterested``
    and ``routes`` are proven lower bounds.
    """

    at_least: int
    at_most: int
    open: bool
    on_record: int
    disinterested: int
    routes: int
    gateways: tuple[str, ...]
    witnesses: tuple[str, ...]
    exact: bool = True


class PublicInterest(Body, frozen=True, kw_only=True, omit_defaults=True):
    source: str
    side: int
    reason: str = ""


class PublicRelation(Body, frozen=True, kw_only=True, omit_defaults=True):
    kind: str
    claim: str


class PublicWindow(Body, frozen=True, kw_only=True, omit_defaults=True):
    from_: str = msgspec.field(default="", name="from")
    until: str = ""


class PublicQuantity(Body, frozen=True, kw_only=True, omit_defaults=True):
    """The figure that a claim states; ``low`` and ``high`` are decimal digits as text, so that none is lost."""

    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = ""
    as_of: str = ""


class PublicDecision(Body, frozen=True, kw_only=True, omit_defaults=True):
    """What an editor settled; references are keys, ``at`` is a date-time, ``note`` is written for readers."""

    kind: str
    at: str
    note: str = ""
    attribution: str = ""
    source: str = ""
    claim: str = ""
    document: str = ""
    outcome: str = ""
    happened_at: str = ""


class PublicVerdict(Body, frozen=True, kw_only=True, omit_defaults=True):
    """The published rating; ``evidence`` holds keys of attributions. A flag shows if it is outdated."""

    rating: str
    word: str
    rationale: str
    published_at: str
    scale: int | None = None
    evidence: tuple[str, ...] = ()


class _ClaimHead(Body, frozen=True, kw_only=True, omit_defaults=True):
    key: str
    text: str
    status: str
    explanation: str
    flags: tuple[PublicFlag, ...]
    support: PublicSide
    denial: PublicSide
    sources: tuple[PublicSource, ...]
    attributions: tuple[PublicAttribution, ...]
    topics: tuple[str, ...] = ()


#: The type of a claim's column in the public body, by its kind.
_TYPES: Final[Mapping[Kind, Any]] = {
    Kind.LINE: str,
    Kind.LANGUAGE: str,
    Kind.DATE: str,
    Kind.WORD: str,
    Kind.PRIORITY: int,
    Kind.YES_NO: bool,
    Kind.YES_NO_OPEN: bool | None,
    Kind.INSTANT: datetime | None,
    Kind.FIGURE: Decimal | None,
}


def _with_columns(head: type[Body]) -> Any:
    """Return the type ``head`` extended by a field for each public column of ``claims.claim_fields``."""
    columns = [(field.name, _TYPES[field.kind], field.empty) for field in fields() if field.in_body]
    name = f"{head.__name__}WithColumns"
    return msgspec.defstruct(name, columns, bases=(head,), module=__name__, frozen=True, kw_only=True, omit_defaults=True)


if TYPE_CHECKING:
    _WithColumns = _ClaimHead
else:
    _WithColumns = _with_columns(_ClaimHead)


class PublicClaim(_WithColumns, frozen=True, kw_only=True, omit_defaults=True):
    window: PublicWindow | None = None
    quantity: PublicQuantity | None = None
    interests: tuple[PublicInterest, ...] = ()
    relations: tuple[PublicRelation, ...] = ()
    merged_into: str = ""
    superseded_by: tuple[str, ...] = ()
    decisions: tuple[PublicDecision, ...] = ()
    verdict: PublicVerdict | None = None


class PublicTombstone(msgspec.Struct, frozen=True, kw_only=True):
    """All that is published about a deleted claim; ``removed_at`` is a date-time."""

    key: str
    removed_at: str


class PublicAssessment(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a public body that verification computes; the rest is recorded."""

    status: str
    explanation: str
    flags: tuple[PublicFlag, ...]
    support: PublicSide
    denial: PublicSide
    superseded_by: tuple[str, ...] = ()  # keys of claims


class OutsideParts(Body, frozen=True, kw_only=True, omit_defaults=True):
    """What outsiders see of a claim that a hidden one affects, in place of the parts of its body.

    The counts are left out where they are those of the desk.
    """

    status: str
    explanation: str
    flags: tuple[PublicFlag, ...]
    decisions: tuple[PublicDecision, ...]
    superseded_by: tuple[str, ...] = ()
    support: PublicSide | msgspec.UnsetType = msgspec.UNSET
    denial: PublicSide | msgspec.UnsetType = msgspec.UNSET


def _recorded() -> Any:
    """Return the type of a public body whose recorded parts stay undecoded bytes."""
    assessed = {field.name: field.type for field in msgspec.structs.fields(PublicAssessment)}
    # Undecoded: a sweep changes the assessment of many claims, and copies the rest of each body as bytes.
    raw, left_out = msgspec.Raw, {"default": msgspec.UNSET}
    parts = []
    for field in msgspec.structs.fields(PublicClaim):
        kept = msgspec.field(name=field.encode_name, **({} if field.required else left_out))
        parts.append((field.name, assessed.get(field.name, raw if field.required else raw | msgspec.UnsetType), kept))
    return msgspec.defstruct("Recorded", parts, kw_only=True, omit_defaults=True)


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(_recorded())


def encode(claim: PublicClaim) -> bytes:
    """Return the public body as compact UTF-8 JSON; equal claims give equal bytes."""
    return _encoder.encode(claim)


def tombstone(key: str, removed_at: datetime) -> bytes:
    """Return the public body of a claim that was deleted."""
    return _encoder.encode(PublicTombstone(key=key, removed_at=removed_at.isoformat()))


def reassessed(body: str, assessment: PublicAssessment) -> bytes:
    """Return a public body with another assessment, all else unchanged: the same bytes as ``encode`` gives for both."""
    decoded = _decoder.decode(body)
    decoded.status, decoded.explanation, decoded.flags = assessment.status, assessment.explanation, assessment.flags
    decoded.support, decoded.denial = assessment.support, assessment.denial
    decoded.superseded_by = assessment.superseded_by or msgspec.UNSET
    return _encoder.encode(decoded)
