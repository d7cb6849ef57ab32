"""Sources and documents as the API sends them; empty parts are left out, also within lists."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from msgspec import Struct

from factcheck.words import OneOf
from sources.vocabulary import DocumentKind, Grade, Judgement, SourceKind, SourceRelationKind


class SourceReliability(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How reliable a source is, on the Admiralty scale (F: cannot be judged); only those who may grade see who graded it."""

    grade: OneOf[Grade]
    rationale: str = ""
    graded_by: str = ""
    graded_on: date | None = None


class SourceLine(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A source. An unnamed one has nothing that could identify it: its description is what was published. ``vouched_by`` is the
    outlet that knows who it is, ``also_vouched_by`` the others that were briefed with it,
    in the order of their keys; ``named_as`` is the named source that it has said in public to be.

    ``organisation_key`` is the organisation as a source; ``organisation`` is free text, which proves nothing.
    ``voice`` is the source with whose voice it speaks, ``family`` the one whose family it belongs to; itself by default.
    """

    key: str
    name: str
    kind: OneOf[SourceKind]
    identified: bool
    plural: bool
    voice: str
    family: str
    recorded_at: datetime
    short_name: str = ""
    aliases: tuple[str, ...] = ()
    vouched_by: str = ""
    also_vouched_by: tuple[str, ...] = ()
    description: str = ""
    country: str = ""
    organisation: str = ""
    organisation_key: str = ""
    homepage: str = ""
    wikidata_id: str = ""
    reliability: SourceReliability | None = None
    merged_into: str = ""
    named_as: str = ""


class SourceTie(Struct, frozen=True, kw_only=True, omit_defaults=True, rename={"from_": "from"}):
    """A current relation between two named sources: one voice, or one family."""

    from_: str
    kind: OneOf[SourceRelationKind]
    to: str
    reason: str
    recorded_at: datetime
    from_on: date | None = None
    until_on: date | None = None


class SourceJudgement(Struct, frozen=True, kw_only=True):
    """An editor's judgement on two sources; it is in force until another replaces it."""

    a: str
    b: str
    outcome: OneOf[Judgement]
    reason: str
    recorded_at: datetime


class SourceTieLine(SourceTie, frozen=True, kw_only=True, omit_defaults=True):
    """A relation with its number among those of the source and, if it was struck out, when and why."""

    number: int
    struck_at: datetime | None = None
    struck_reason: str = ""


class SourceTiePage(Struct, frozen=True, kw_only=True):
    """A page of relations, newest first; ``next`` is the URL of the next page."""

    relations: tuple[SourceTieLine, ...]
    next: str | None


class SourceJudgementLine(SourceJudgement, frozen=True, kw_only=True, omit_defaults=True):
    """A judgement with its number among those of the source, and when another replaced it."""

    number: int
    recorded_by: str
    superseded_at: datetime | None = None


class SourceJudgementPage(Struct, frozen=True, kw_only=True):
    """A page of judgements, newest first; ``next`` is the URL of the next page."""

    judgements: tuple[SourceJudgementLine, ...]
    next: str | None


class SourceBody(SourceLine, frozen=True, kw_only=True, omit_defaults=True):
    """A source with its ties to others. Why an unnamed source's name was withheld and who approved its use is shown only to
    those who may approve."""

    relations: tuple[SourceTie, ...]
    judgements: tuple[SourceJudgement, ...]
    anonymity_reason: str = ""
    approved_by: str = ""


class SourcePage(Struct, frozen=True, kw_only=True):
    """A page of sources; ``next`` is the URL of the next page."""

    sources: tuple[SourceLine, ...]
    next: str | None


class SourceNaming(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A named source that an unnamed one said in public to be, with its number among those of the source: the document that
    shows it, who proposed, confirmed, and declined or undid it, and why. Only those who may approve unnamed sources see it.

    ``document_retracted``: the publisher retracted the document, and nobody has decided since."""

    number: int
    named: str
    document: str
    reason: str
    state: Literal["proposed", "confirmed", "declined", "undone"]
    proposed_at: datetime
    proposed_by: str
    confirmed_at: datetime | None = None
    confirmed_by: str = ""
    document_retracted: bool = False
    struck_at: datetime | None = None
    struck_by: str = ""
    struck_reason: str = ""


class SourceNamingPage(Struct, frozen=True, kw_only=True):
    """A page of them, newest first; ``next`` is the URL of the next page."""

    namings: tuple[SourceNaming, ...]
    next: str | None


class SourceChangeLine(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A change of a source: who made it, when and why, with the values before and after.

    For those who may not approve, the approval of an unnamed source omits who and why.
    ``applied_at`` is when the affected claims were marked to be assessed again; it is omitted until then.
    """

    number: int
    at: datetime
    action: str
    actor: str = ""
    reason: str = ""
    old: dict[str, str | bool | list[str] | None] = {}
    new: dict[str, str | bool | list[str] | None] = {}
    applied_at: datetime | None = None


class SourceChangePage(Struct, frozen=True, kw_only=True):
    """A page of changes, newest first; ``next`` is the URL of the next page."""

    changes: tuple[SourceChangeLine, ...]
    next: str | None


class DocumentDiscrediting(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a document was shown to be forged or false: by whom (a source), when, and by what; references are keys."""

    reason: str
    recorded_at: datetime
    shown_at: str = ""
    by: str = ""
    document: str = ""
    claim: str = ""


class DocumentLine(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A document that the desk holds; publication dates are as precise as stated.

    ``doubted_at`` is when the last concern of its publisher that was not lifted was recorded; ``discredited`` is there if all
    that rests on the document alone counts for nothing.
    """

    key: str
    publisher: str
    kind: OneOf[DocumentKind]
    title: str
    recorded_at: datetime
    url: str = ""
    author: str = ""
    published_at: str = ""
    language: str = ""
    copy_of: str = ""
    archive_url: str = ""
    withdrawn_at: str = ""
    withdrawal_recorded_at: datetime | None = None
    withdrawal_reason: str = ""
    doubted_at: datetime | None = None
    discredited: DocumentDiscrediting | None = None


class DocumentConcern(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A publisher's expression of concern about a document, and when and why it was lifted."""

    note: str
    recorded_at: datetime
    said_at: str = ""
    lifted_at: datetime | None = None
    lift_reason: str = ""


class DocumentCorrection(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A publisher's correction of a document."""

    note: str
    recorded_at: datetime
    said_at: str = ""


class DocumentAuthorsRetraction(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A retraction of a document by some of its authors, which the others do not join."""

    authors: tuple[str, ...]
    reason: str
    recorded_at: datetime
    withdrawn_at: str = ""


class DocumentUndoneRetraction(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A retraction of a document that was undone; ``authors`` made it, or its publisher if there are none."""

    withdrawal_recorded_at: datetime
    withdrawal_reason: str
    undone_at: datetime
    undo_reason: str
    withdrawn_at: str = ""
    authors: tuple[str, ...] = ()


class DocumentCaptured(Struct, frozen=True, kw_only=True):
    """The last copy that the desk holds of a document: when it was made, and the digest of its bytes."""

    at: datetime
    sha256: str


class DocumentBody(DocumentLine, frozen=True, kw_only=True, omit_defaults=True):
    """A document with its last capture; its corrections, concerns, retractions by authors and undone ones, oldest first."""

    corrections: tuple[DocumentCorrection, ...]
    concerns: tuple[DocumentConcern, ...] = ()
    authors_retractions: tuple[DocumentAuthorsRetraction, ...] = ()
    undone_retractions: tuple[DocumentUndoneRetraction, ...] = ()
    captured: DocumentCaptured | None = None


class DocumentPage(Struct, frozen=True, kw_only=True):
    """A page of documents; ``next`` is the URL of the next page."""

    documents: tuple[DocumentLine, ...]
    next: str | None


class CaptureLine(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A fetched copy of a document: the digest of its bytes, and where it is archived."""

    number: int
    sha256: str
    fetched_at: datetime
    http_status: int | None = None
    archive_url: str = ""


class CapturePage(Struct, frozen=True, kw_only=True):
    """A page of fetched copies, newest first; ``next`` is the URL of the next page."""

    captures: tuple[CaptureLine, ...]
    next: str | None
