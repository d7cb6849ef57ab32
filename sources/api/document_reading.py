"""Documents, read."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework.request import Request

from factcheck.access.scopes import CLAIMS_READ
from factcheck.api.describing import TEXT, YES_NO, Op, Parameter, one_word
from factcheck.api.paging import after_parameters, before_parameters, json_answer, keyed_page, numbered_page
from factcheck.api.parameters import one_of, yes_no
from factcheck.api.problems import ProblemError
from factcheck.api.views import ApiView
from sources.api.bodies import CapturePage, DocumentBody, DocumentPage
from sources.api.tags import tag
from sources.models import Document
from sources.queries import reading
from sources.vocabulary import DocumentKind


class DocumentList(ApiView):
    """``GET /documents/``: filtered by publisher, kind, language, or whether they were retracted."""

    ops = {
        "GET": Op(
            name="list_documents",
            does="A page of documents, in the order of their keys.",
            scope=CLAIMS_READ,
            needs=("sources.view_document",),
            parameters={
                **after_parameters("key"),
                "publisher": Parameter("Published by this source.", TEXT),
                "kind": Parameter("Of this kind.", one_word(*DocumentKind.words())),
                "language": Parameter("In this language, a BCP 47 tag.", TEXT, "en"),
                "withdrawn": Parameter("Whether their publisher took them back.", YES_NO),
                "q": Parameter("Words of their titles and publishers.", TEXT, "visit"),
            },
            gives=DocumentPage,
        )
    }

    def get(self, request: Request) -> HttpResponse:
        sent = request.query_params
        documents = reading.all_documents(
            sent.get("q", ""),
            publisher__key=sent.get("publisher", ""),
            kind=one_of(sent, "kind", DocumentKind.words()),
            language=sent.get("language", ""),
            withdrawal_recorded_at__isnull=yes_no(sent, "withdrawn", opposite=True),
        )
        return keyed_page(request, "documents", lambda after, limit: self.lines(documents, after, limit))

    def lines(self, documents: QuerySet[Document], after: str, limit: int) -> list[dict[str, Any]]:
        """Return the documents of a page as they are sent."""
        return reading.document_page(documents, after, limit)


class DocumentsView(ApiView):
    """The base of reading and changing one document."""

    def body(self, key: str) -> dict[str, Any]:
        """Return a document as it is sent. Raises: ProblemError if there is none."""
        found = reading.document_detail(key)
        if found is None:
            raise ProblemError("not-found", f"Unknown document “{key}”.")
        return found

    def found(self, key: str) -> Document:
        """Return the document with a key. Raises: ProblemError if there is none."""
        found = reading.document_of_key(key)
        if found is None:
            raise ProblemError("not-found", f"Unknown document “{key}”.")
        return found


class DocumentDetail(DocumentsView):
    """``GET /documents/KEY/``: with its corrections and concerns."""

    ops = {
        "GET": Op(
            name="read_document",
            does="One document, with its corrections and concerns.",
            scope=CLAIMS_READ,
            needs=("sources.view_document",),
            gives=DocumentBody,
        )
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        body = self.body(key)
        return json_answer(request, body, etag=tag(body, DocumentBody))


class Captures(DocumentsView):
    """``GET /documents/KEY/captures/``: a separate list, because every fetch of the page adds one."""

    ops = {
        "GET": Op(
            name="list_captures",
            does="The fetched copies of a document, newest first.",
            scope=CLAIMS_READ,
            needs=("sources.view_capture",),
            parameters=before_parameters("captures"),
            gives=CapturePage,
        )
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        document = self.found(key)
        return numbered_page(request, "captures", lambda before, limit: reading.capture_page(document, before, limit))
