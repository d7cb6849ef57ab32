"""The vocabularies of sources: each word in the one spelling that is stored and exchanged, with its label."""

from __future__ import annotations

from typing import Final

from factcheck.words import Word
from factcheck.words import gettext_noop as _


class SourceKind(Word):
    """What a source is. One that ``publishes`` passes on what others say; the others speak, show or measure."""

    publishes: bool

    PERSON = "person", _("person")
    OUTLET = "outlet", _("outlet"), True
    WIRE_AGENCY = "wire_agency", _("wire agency"), True
    GOVERNMENT = "government", _("government")
    ORGANISATION = "organisation", _("organisation")
    RESEARCH_GROUP = "research_group", _("research group")
    IMAGERY = "imagery", _("imagery")
    DATASET = "dataset", _("dataset")
    DOCUMENT_SERIES = "document_series", _("document series")
    DESK = "desk", _("desk")  # what the desk's own reporters witnessed

    def __init__(self, word: str, label: str, publishes: bool = False) -> None:
        super().__init__(word, label)
        self.publishes = publishes


class SourceRelationKind(Word):
    """How two sources are tied: ``one_voice``, or else two voices of one family."""

    one_voice: bool

    SPEAKS_FOR = "speaks_for", _("speaks for"), True
    PART_OF = "part_of", _("part of"), True
    SAME_AS = "same_as", _("same as"), True
    OWNED_BY = "owned_by", _("owned by")
    SHARES_REPORTING_WITH = "shares_reporting_with", _("shares reporting with")

    def __init__(self, word: str, label: str, one_voice: bool = False) -> None:
        super().__init__(word, label)
        self.one_voice = one_voice


class Judgement(Word):
    """An editor's judgement on two sources."""

    INDEPENDENT = "independent", _("independent")
    DEPENDENT = "dependent", _("dependent")
    UNSURE = "unsure", _("unsure")


class Grade(Word):
    """The Admiralty scale of source reliability (NATO AJP-2.1). F means that it cannot be judged; it is not a middle grade."""

    A = "A", "A"
    B = "B", "B"
    C = "C", "C"
    D = "D", "D"
    E = "E", "E"
    F = "F", "F"


class DocumentKind(Word):
    """What a document is."""

    ARTICLE = "article", _("article")
    STATEMENT = "statement", _("statement")
    TRANSCRIPT = "transcript", _("transcript")
    PHOTOGRAPH = "photograph", _("photograph")
    VIDEO = "video", _("video")
    POST = "post", _("post")
    DATASET = "dataset", _("dataset")
    REPORT = "report", _("report")


# The words that code compares with.
PERSON: Final = SourceKind.PERSON
OUTLET: Final = SourceKind.OUTLET
WIRE_AGENCY: Final = SourceKind.WIRE_AGENCY
PUBLISHERS: Final = tuple(kind for kind in SourceKind if kind.publishes)

SPEAKS_FOR: Final = SourceRelationKind.SPEAKS_FOR
PART_OF: Final = SourceRelationKind.PART_OF
SAME_AS: Final = SourceRelationKind.SAME_AS
OWNED_BY: Final = SourceRelationKind.OWNED_BY
SHARES_REPORTING_WITH: Final = SourceRelationKind.SHARES_REPORTING_WITH
VOICE_RELATIONS: Final = tuple(kind for kind in SourceRelationKind if kind.one_voice)
FAMILY_RELATIONS: Final = tuple(kind for kind in SourceRelationKind if not kind.one_voice)

INDEPENDENT: Final = Judgement.INDEPENDENT
DEPENDENT: Final = Judgement.DEPENDENT
UNSURE: Final = Judgement.UNSURE


class CaptureWay(Word):
    """How a capture came about."""

    NOTED = "noted", _("noted by hand")
    FETCHED = "fetched", _("fetched")
    UPLOADED = "uploaded", _("uploaded")
    PASTED = "pasted", _("pasted")


class CaptureOutcome(Word):
    """What came of a capture. All but the first have no copy."""

    CAPTURED = "captured", _("captured")
    NOT_FOUND = "not_found", _("page not found")  # 404
    GONE = "gone", _("page removed")  # 410
    BLOCKED = "blocked", _("blocked")  # 401, 402, 403, 407, 429, 451
    SERVER_ERROR = "server_error", _("server error")  # 5xx
    OTHER_STATUS = "other_status", _("other status")
    TIMED_OUT = "timed_out", _("timed out")
    REFUSED_ADDRESS = "refused_address", _("address refused")
    ROBOTS = "robots", _("refused by robots.txt")
    TOO_LARGE = "too_large", _("too large")
    UNREADABLE = "unreadable", _("unreadable")
    UNKNOWN_HOST = "unknown_host", _("unknown host")
    FAILED = "failed", _("connection failed")
    OFFLINE = "offline", _("offline")


class CopySign(Word):
    """What suggests that a page copies another document."""

    CREDIT = "credit", _("credit line")  # "(Reuters) –", "By Bloomberg News"
    CANONICAL = "canonical", _("canonical URL elsewhere")
    SAME_TEXT = "same_text", _("same text")
    NEAR_TEXT = "near_text", _("nearly the same text")


NOTED: Final = CaptureWay.NOTED.value  # plain strings, as migrations write them
CAPTURED: Final = CaptureOutcome.CAPTURED.value
