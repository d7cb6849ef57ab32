"""Sources and documents as the API sends them: parts that are empty are left out, of a record's list as well as alone."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from factcheck.words import OneOf
from sources.vocabulary import DocumentKind, Grade, Judgement, SourceKind, SourceRelationKind


class SourceReliability(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How reliable a source is, on the Admiralty scale (F: cannot be judged); who graded it is told to those who grade."""

    grade: OneOf[Grade]
    rationale: str = ""
    graded_by: str = ""
    graded_on: date | None = None


class SourceLine(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A source. Of an unnamed one there is nothing that could tell who it is: its description is what was published.

    ``voice`` is the source whose voice it speaks with, ``family`` the one whose family it is of; alone, itself.
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
    description: str = ""
    country: str = ""
    organisation: str = ""
    homepage: str = ""
    wikidata_id: str = ""
    reliability: SourceReliability | None = None
    merged_into: str = ""


class SourceTie(Struct, frozen=True, kw_only=True, omit_defaults=True, rename={"from_": "from"}):
    """A relation that stands between two named sources: one voice, or one family."""

    from_: str
    kind: OneOf[SourceRelationKind]
    to: str
    reason: str
    recorded_at: datetime
    from_on: date | None = None
    until_on: date | None = None


class SourceJudgement(Struct, frozen=True, kw_only=True):
    """What an editor judged of two sources; it stands until another takes its place."""

    a: str
    b: str
    outcome: OneOf[Judgement]
    reason: str
    recorded_at: datetime


class SourceTieLine(SourceTie, frozen=True, kw_only=True, omit_defaults=True):
    """A relation with its number among those of the source; where it was struck out, when and why."""

    number: int
    struck_at: datetime | None = None
    struck_reason: str = ""


class SourceTiePage(Struct, frozen=True, kw_only=True):
    """A page of relations, newest first; ``next`` is the address of the one after it."""

    relations: tuple[SourceTieLine, ...]
    next: str | None


class SourceJudgementLine(SourceJudgement, frozen=True, kw_only=True, omit_defaults=True):
    """A judgement with its number among those of the source, and when another took its place."""

    number: int
    recorded_by: str
    superseded_at: datetime | None = None


class SourceJudgementPage(Struct, frozen=True, kw_only=True):
    """A page of judgements, newest first; ``next`` is the address of the one after it."""

    judgements: tuple[SourceJudgementLine, ...]
    next: str | None


class SourceBody(SourceLine, frozen=True, kw_only=True, omit_defaults=True):
    """A source with what ties it to others. Why an unnamed source's name was withheld and who approved its use is told only to
    those who may approve."""

    relations: tuple[SourceTie, ...]
    judgements: tuple[SourceJudgement, ...]
    anonymity_reason: str = ""
    approved_by: str = ""


class SourcePage(Struct, frozen=True, kw_only=True):
    """A page of sources; ``next`` is the address of the one after it."""

    sources: tuple[SourceLine, ...]
    next: str | None


class SourceChangeLine(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What changed of a source: who changed it, when and why, with the values before and after.

    Who and why are left out of the approval of an unnamed source, for those who may not approve.
    ``applied_at`` is when the claims that it may reach were marked to be assessed anew; it is left out while that waits.
    """

    number: int
    at: datetime
    action: str
    actor: str = ""
    reason: str = ""
    old: dict[str, str | bool | None] = {}
    new: dict[str, str | bool | list[str] | None] = {}
    applied_at: datetime | None = None


class SourceChangePage(Struct, frozen=True, kw_only=True):
    """A page of changes, newest first; ``next`` is the address of the one after it."""

    changes: tuple[SourceChangeLine, ...]
    next: str | None


class DocumentLine(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A document that the desk holds; dates that its publisher says are as exact as they were said."""

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
    withdrawn_at: str = ""
    withdrawal_recorded_at: datetime | None = None
    withdrawal_reason: str = ""


class DocumentCorrection(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a publisher put right in a document."""

    note: str
    recorded_at: datetime
    said_at: str = ""


class DocumentUndoneRetraction(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A retraction that was recorded of a document, and undone."""

    withdrawal_recorded_at: datetime
    withdrawal_reason: str
    undone_at: datetime
    undo_reason: str
    withdrawn_at: str = ""


class DocumentBody(DocumentLine, frozen=True, kw_only=True, omit_defaults=True):
    """A document with what its publisher put right in it, and retractions that were undone, oldest first."""

    corrections: tuple[DocumentCorrection, ...]
    undone_retractions: tuple[DocumentUndoneRetraction, ...] = ()


class DocumentPage(Struct, frozen=True, kw_only=True):
    """A page of documents; ``next`` is the address of the one after it."""

    documents: tuple[DocumentLine, ...]
    next: str | None


class CaptureLine(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A copy of a document that was fetched: the digest of its bytes, and where it is archived."""

    number: int
    sha256: str
    fetched_at: datetime
    http_status: int | None = None
    archive_url: str = ""


class CapturePage(Struct, frozen=True, kw_only=True):
    """A page of fetched copies, newest first; ``next`` is the address of the one after it."""

    captures: tuple[CaptureLine, ...]
    next: str | None
