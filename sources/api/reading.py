"""Sources and documents, read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpResponse
from rest_framework.request import Request

from factcheck.access.scopes import CLAIMS_READ
from factcheck.api.describing import TEXT, Op, Parameter, one_word, whole
from factcheck.api.parameters import number, one_of
from factcheck.api.problems import ProblemError
from factcheck.api.views import ApiView, answer, encoded, unchanged
from sources.api.bodies import CapturePage, DocumentBody, DocumentPage, SourceBody, SourceChangePage, SourcePage
from sources.api.tags import tag
from sources.models import Document, Source
from sources.queries import ledger, reading
from sources.queries.approvers import APPROVE
from sources.queries.reading import Shown
from sources.vocabulary import DOCUMENT_KINDS, GRADES, KINDS

PAGE: Final = 50
LARGEST_PAGE: Final = 200
_LIMIT: Final = Parameter("How many on a page.", whole(1, LARGEST_PAGE, PAGE))
_PAGE_PARAMETERS: Final = {"limit": _LIMIT, "after": Parameter("The key that the page comes after.", TEXT)}
_BEFORE_PARAMETERS: Final = {
    "limit": _LIMIT,
    "before": Parameter("Only those before this number.", {"type": "integer", "minimum": 1}),
}
_MOST_NUMBER: Final = 999_999_999
_YES_NO: Final = {"yes": True, "no": False}
_YES: Final = one_word(*_YES_NO)


class SourceList(ApiView):
    """``GET /sources/``: by kind, country, grade, or whether they are named, merged or approved."""

    ops = {
        "GET": Op(
            name="list_sources",
            does="A page of sources, in the order of their keys.",
            scope=CLAIMS_READ,
            needs=("sources.view_source",),
            parameters={
                **_PAGE_PARAMETERS,
                "kind": Parameter("Of this kind.", one_word(*KINDS)),
                "country": Parameter("Of this country, ISO 3166-1.", TEXT, "RU"),
                "grade": Parameter("Of this grade of the Admiralty scale.", one_word(*GRADES)),
                "identified": Parameter("Whether they are named.", _YES),
                "second": Parameter("Whether they are second records, merged into another one.", _YES),
                "lacks_approval": Parameter("Whether they are unnamed and nobody approved their use yet.", _YES),
                "q": Parameter("Words of their names.", TEXT, "Vedomosti"),
            },
            gives=SourcePage,
        )
    }

    def get(self, request: Request) -> HttpResponse:
        sent = request.query_params
        chosen = _chosen(
            kind=one_of(sent, "kind", KINDS),
            reliability=one_of(sent, "grade", GRADES),
            country=sent.get("country", "").upper(),
            identified=_yes(sent, "identified"),
            merged_into__isnull=_yes(sent, "second", opposite=True),
            lacking_approval=_yes(sent, "lacks_approval"),
        )
        sources = reading.all_sources(sent.get("q", ""), **chosen)
        limit = number(sent, "limit", PAGE, LARGEST_PAGE)
        return _page(request, "sources", reading.source_page(sources, sent.get("after", ""), limit + 1), limit)


class SourcesView(ApiView):
    """What reading and changing one source share: what whoever asks is told of it."""

    def shown(self) -> Shown:
        """Return what whoever asks may see beside what all readers may."""
        user = self.request.user
        return Shown(approval=user.has_perm(APPROVE), grader=user.has_perm("sources.grade_source"))

    def body(self, key: str) -> dict[str, Any]:
        """Return a source as it is told to whoever asks. Raises: ProblemError where there is none."""
        found = reading.source_detail(key, self.shown())
        if found is None:
            raise ProblemError("not-found", f"There is no source “{key}”.")
        return found

    def found(self, key: str) -> Source:
        """Return the source of a key. Raises: ProblemError where there is none."""
        found = reading.source_of_key(key)
        if found is None:
            raise ProblemError("not-found", f"There is no source “{key}”.")
        return found


class SourceDetail(SourcesView):
    """``GET /sources/KEY/``: with its relations and the judgements of its independence."""

    ops = {
        "GET": Op(
            name="read_source",
            does="One source, with its relations and the judgements of its independence.",
            scope=CLAIMS_READ,
            needs=("sources.view_source",),
            gives=SourceBody,
        )
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        body = self.body(key)
        return told(request, body, tag(body, SourceBody))


class SourceChanges(SourcesView):
    """``GET /sources/KEY/changes/``: the audit of a source."""

    ops = {
        "GET": Op(
            name="list_source_changes",
            does="What changed of a source, by whom, when and why; newest first.",
            scope=CLAIMS_READ,
            needs=("sources.view_sourcechange",),
            parameters=_BEFORE_PARAMETERS,
            gives=SourceChangePage,
        )
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        source, shown = self.found(key), self.shown()
        return _numbered(request, "changes", lambda before, limit: ledger.change_page(source, before, limit, shown))


class DocumentList(ApiView):
    """``GET /documents/``: by publisher, kind, language, or whether they were retracted."""

    ops = {
        "GET": Op(
            name="list_documents",
            does="A page of documents, in the order of their keys.",
            scope=CLAIMS_READ,
            needs=("sources.view_document",),
            parameters={
                **_PAGE_PARAMETERS,
                "publisher": Parameter("Published by this source.", TEXT),
                "kind": Parameter("Of this kind.", one_word(*DOCUMENT_KINDS)),
                "language": Parameter("In this language, a BCP 47 tag.", TEXT, "en"),
                "withdrawn": Parameter("Whether their publisher took them back.", _YES),
                "q": Parameter("Words of their titles and publishers.", TEXT, "visit"),
            },
            gives=DocumentPage,
        )
    }

    def get(self, request: Request) -> HttpResponse:
        sent = request.query_params
        chosen = _chosen(
            publisher__key=sent.get("publisher", ""),
            kind=one_of(sent, "kind", DOCUMENT_KINDS),
            language=sent.get("language", ""),
            withdrawal_recorded_at__isnull=_yes(sent, "withdrawn", opposite=True),
        )
        documents = reading.all_documents(sent.get("q", ""), **chosen)
        limit = number(sent, "limit", PAGE, LARGEST_PAGE)
        return _page(request, "documents", reading.document_page(documents, sent.get("after", ""), limit + 1), limit)


class DocumentsView(ApiView):
    """What reading and changing one document share."""

    def body(self, key: str) -> dict[str, Any]:
        """Return a document as it is told. Raises: ProblemError where there is none."""
        found = reading.document_detail(key)
        if found is None:
            raise ProblemError("not-found", f"There is no document “{key}”.")
        return found

    def found(self, key: str) -> Document:
        """Return the document of a key. Raises: ProblemError where there is none."""
        found = reading.document_of_key(key)
        if found is None:
            raise ProblemError("not-found", f"There is no document “{key}”.")
        return found


class DocumentDetail(DocumentsView):
    """``GET /documents/KEY/``: with what its publisher put right in it."""

    ops = {
        "GET": Op(
            name="read_document",
            does="One document, with what its publisher put right in it.",
            scope=CLAIMS_READ,
            needs=("sources.view_document",),
            gives=DocumentBody,
        )
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        body = self.body(key)
        return told(request, body, tag(body, DocumentBody))


class Captures(DocumentsView):
    """``GET /documents/KEY/captures/``: they are apart, for another one comes with every look at the page."""

    ops = {
        "GET": Op(
            name="list_captures",
            does="The copies that were fetched of a document, newest first.",
            scope=CLAIMS_READ,
            needs=("sources.view_capture",),
            parameters=_BEFORE_PARAMETERS,
            gives=CapturePage,
        )
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        document = self.found(key)
        return _numbered(request, "captures", lambda before, limit: reading.capture_page(document, before, limit))


def told(request: Request, body: dict[str, Any], etag: str) -> HttpResponse:
    """Return the answer that tells a record, or that the asker has it already."""
    return unchanged(request, etag) or answer(encoded(body), etag=etag)


def _yes(sent: Mapping[str, str], name: str, *, opposite: bool = False) -> bool | None:
    """Return a parameter that is yes or no; None where it was not given."""
    word = one_of(sent, name, _YES_NO)
    return _YES_NO[word] is not opposite if word else None


def _chosen(**conditions: Any) -> dict[str, Any]:
    return {name: value for name, value in conditions.items() if value not in ("", None)}


def _page(request: Request, name: str, rows: list[dict[str, Any]], limit: int) -> HttpResponse:
    following = _following(request, after=rows[limit - 1]["key"]) if len(rows) > limit else ""
    return _listed(request, name, rows[:limit], following)


def _numbered(request: Request, name: str, page: Callable[[int | None, int], list[dict[str, Any]]]) -> HttpResponse:
    """Return a page of rows that have numbers, newest first; ``page`` is told before which, and how many."""
    sent = request.query_params
    limit = number(sent, "limit", PAGE, LARGEST_PAGE)
    rows = page(number(sent, "before", 0, _MOST_NUMBER) or None, limit)
    last = rows[-1]["number"] if rows else 1
    return _listed(request, name, rows, _following(request, before=str(last)) if last > 1 else "")


def _following(request: Request, **where: str) -> str:
    return request.build_absolute_uri(f"{request.path}?{urlencode({**request.query_params.dict(), **where})}")


def _listed(request: Request, name: str, rows: list[dict[str, Any]], following: str) -> HttpResponse:
    body = encoded({name: rows, "next": following or None})
    etag = f'"{sha256(body).hexdigest()[:40]}"'
    return unchanged(request, etag) or answer(body, etag=etag, links={"next": following} if following else None)
