"""A retraction of a document by some of its authors, and undoing it."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType
from rest_framework.request import Request

from claims.api.documents.views import DocumentMove, DocumentWritten, RetractionUndone, UndoRetraction
from claims.api.merges.views import DRY_RUN
from claims.api.named import sources_named
from claims.api.sources.frame import writes
from claims.api.writing import Because
from claims.casefile.values import Key, PartialDate
from claims.operations.documents.authors import retract_by_authors, undo_authors_retraction
from claims.operations.documents.changes import RetractionUndone as Undone
from claims.queries.documents.read import authors_retractions_of, claims_withdrawn_with
from factcheck.api.problems import Fault, ProblemError
from sources.models import AuthorsRetraction, Document

Authors = Annotated[list[Key], Meta(min_length=1, max_length=1_000)]


class AuthorsTakingBack(Because, frozen=True, kw_only=True):
    """The authors who retracted the document, why, and when, as far as they say."""

    authors: Authors
    at: PartialDate | UnsetType | None = UNSET


class AuthorsRetractionNamed(Because, frozen=True, kw_only=True):
    """All the authors of the retraction that is undone, as the document shows them, and why."""

    authors: Authors


class RetractByAuthors(DocumentMove):
    """Retract a document for some of its authors."""

    recorded_as = "document retracted by authors"
    ops = {
        "POST": writes(
            "retract_by_authors",
            "Record that some authors retracted a document: what they say in it is withdrawn; the other authors stand by it.",
            "sources_document_retract_by_authors",
            AuthorsTakingBack,
            gives=DocumentWritten,
            example={"authors": ["spokesman-review"], "at": "2024-06-12", "reason": "It no longer stands by it."},
        )
    }

    def moved(self, request: Request, document: Document, said: AuthorsTakingBack, /) -> set[int]:
        authors = sources_named(list(dict.fromkeys(said.authors)), lambda number: f"/authors/{number}")
        change = self.change(request, said.reason)
        return claims_withdrawn_with(retract_by_authors(document, authors, change, withdrawn_at=said.at or ""))


class UndoAuthorsRetraction(UndoRetraction):
    """``POST /documents/KEY/authors-retraction/undo/``: these authors stand by the document after all."""

    recorded_as = "retraction by authors undone"
    ops = {
        "POST": writes(
            "undo_authors_retraction",
            "Undo the retraction of a document by some of its authors, with the withdrawals that it caused.",
            "sources_document_undo_authors_retraction",
            AuthorsRetractionNamed,
            gives=RetractionUndone,
            on_revision=True,
            parameters=DRY_RUN,
            example={"authors": ["spokesman-review"], "reason": "The notice was a hoax."},
        )
    }

    def undone(self, request: Request, document: Document, said: AuthorsRetractionNamed) -> tuple[Undone, set[int]]:
        made = _named(document, said.authors)
        reached = claims_withdrawn_with(made)
        return undo_authors_retraction(made, self.change(request, said.reason)), reached


def _named(document: Document, authors: list[str]) -> AuthorsRetraction:
    """Return the last retraction in force by exactly these authors. Raises: ProblemError if there is none."""
    for made in reversed(authors_retractions_of(document)):
        if {author.key for author in made.authors.all()} == set(authors):
            return made
    message = "No retraction in force is by exactly these authors."
    raise ProblemError("invalid", errors=[Fault(detail=message, pointer="/authors")])
