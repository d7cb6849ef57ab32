"""Documents as the API sends them: with how they were discredited, which the claims know and the sources do not."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from claims.queries.decisions.discrediting import discrediting_shown
from sources.api.document_reading import DocumentList, DocumentsView
from sources.models import Document
from sources.queries import documents_by_key


class ReadableDocument(DocumentsView):
    """The base of all views of one document."""

    def body(self, key: str) -> dict[str, Any]:
        """Return a document as it is sent. Raises: ProblemError if there is none."""
        return _with_discrediting([super().body(key)])[0]


class ReadableDocuments(DocumentList):
    """The list of documents."""

    def lines(self, documents: QuerySet[Document], after: str, limit: int) -> list[dict[str, Any]]:
        """Return the documents of a page as they are sent."""
        return _with_discrediting(super().lines(documents, after, limit))


def _with_discrediting(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    made = discrediting_shown(documents_by_key(line["key"] for line in lines).values())
    return [{**line, "discredited": made[line["key"]]} if line["key"] in made else line for line in lines]
