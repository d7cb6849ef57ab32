"""Sources, documents, and the relations between sources."""

from sources.models.change import SourceChange
from sources.models.document import AuthorsRetraction, Capture, Correction, Document, ExpressionOfConcern, UndoneRetraction
from sources.models.person_match import PersonMatch, SourceWord
from sources.models.relation import IndependenceJudgement, SourceRelation
from sources.models.self_naming import SelfNaming
from sources.models.source import Source
from sources.models.word import SearchWord

__all__ = [
    "AuthorsRetraction",
    "Capture",
    "Correction",
    "Document",
    "ExpressionOfConcern",
    "IndependenceJudgement",
    "PersonMatch",
    "SearchWord",
    "SelfNaming",
    "Source",
    "SourceChange",
    "SourceRelation",
    "SourceWord",
    "UndoneRetraction",
]
