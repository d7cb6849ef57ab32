"""Sources, documents, their captures, and the relations between sources."""

from sources.models.capture import BodyBand, Capture, CapturedBytes, CaptureTimestamp, CopyHint
from sources.models.capture_list import CaptureList, ListedUrl
from sources.models.change import SourceChange
from sources.models.document import AuthorsRetraction, Correction, Document, ExpressionOfConcern, UndoneRetraction
from sources.models.link_check import LinkCheck, LinkState
from sources.models.person_match import PersonMatch, SourceWord
from sources.models.relation import IndependenceJudgement, SourceRelation
from sources.models.self_naming import SelfNaming
from sources.models.source import Source
from sources.models.word import SearchWord

__all__ = [
    "AuthorsRetraction",
    "BodyBand",
    "Capture",
    "CaptureList",
    "CaptureTimestamp",
    "CapturedBytes",
    "CopyHint",
    "Correction",
    "Document",
    "ExpressionOfConcern",
    "IndependenceJudgement",
    "LinkCheck",
    "LinkState",
    "ListedUrl",
    "PersonMatch",
    "SearchWord",
    "SelfNaming",
    "Source",
    "SourceChange",
    "SourceRelation",
    "SourceWord",
    "UndoneRetraction",
]
