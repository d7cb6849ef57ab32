"""Sources and documents, read."""

from __future__ import annotations

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
from sources.queries import reading
from sources.vocabulary import GRADES, KINDS

PAGE: Final = 50
LARGEST_PAGE: Final = 200
_PAGE_PARAMETERS: Final = {
    "limit": Parameter("How many on a page.", whole(1, LARGEST_PAGE, PAGE)),
    "after": Parameter("The key that the page comes after.", TEXT),
}


class SourceList(ApiView):
    """``GET /sources/``: by kind, country, grade, or whether they are named."""

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
                "identified": Parameter("Whether they are named.", one_word("yes", "no")),
            },
            gives=dict[str, Any],
        )
    }

    def get(self, request: Request) -> HttpResponse:
        sent = request.query_params
        chosen: dict[str, Any] = {"kind": one_of(sent, "kind", KINDS), "reliability": one_of(sent, "grade", GRADES)}
        chosen["country"] = sent.get("country", "").upper()
        identified = one_of(sent, "identified", ("yes", "no"))
        chosen["identified"] = {"yes": True, "no": False}.get(identified, "")
        sources = reading.all_sources(**{name: value for name, value in chosen.items() if value != ""})
        limit = number(sent, "limit", PAGE, LARGEST_PAGE)
        return _page(request, "sources", reading.source_page(sources, sent.get("after", ""), limit + 1), limit)


class SourceDetail(ApiView):
    """``GET /sources/KEY/``: with its relations and the judgements of its independence."""

    ops = {
        "GET": Op(
            name="read_source",
            does="One source, with its relations and the judgements of its independence.",
            scope=CLAIMS_READ,
            needs=("sources.view_source",),
            gives=dict[str, Any],
        )
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        return _one(request, reading.source_detail(key), f"There is no source “{key}”.")


class DocumentList(ApiView):
    """``GET /documents/``: of a publisher, or all."""

    ops = {
        "GET": Op(
            name="list_documents",
            does="A page of documents, in the order of their keys.",
            scope=CLAIMS_READ,
            needs=("sources.view_document",),
            parameters={
                **_PAGE_PARAMETERS,
                "publisher": Parameter("Published by this source.", TEXT),
                "language": Parameter("In this language, a BCP 47 tag.", TEXT, "en"),
            },
            gives=dict[str, Any],
        )
    }

    def get(self, request: Request) -> HttpResponse:
        sent = request.query_params
        chosen = {"publisher__key": sent.get("publisher", ""), "language": sent.get("language", "")}
        documents = reading.all_documents(**{name: value for name, value in chosen.items() if value})
        limit = number(sent, "limit", PAGE, LARGEST_PAGE)
        return _page(request, "documents", reading.document_page(documents, sent.get("after", ""), limit + 1), limit)


class DocumentDetail(ApiView):
    """``GET /documents/KEY/``: with its corrections and the copies that were fetched."""

    ops = {
        "GET": Op(
            name="read_document",
            does="One document, with its corrections and the copies that were fetched.",
            scope=CLAIMS_READ,
            needs=("sources.view_document",),
            gives=dict[str, Any],
        )
    }

    def get(self, request: Request, key: str) -> HttpResponse:
        return _one(request, reading.document_detail(key), f"There is no document “{key}”.")


def _page(request: Request, name: str, rows: list[dict[str, Any]], limit: int) -> HttpResponse:
    shown, following = rows[:limit], ""
    if len(rows) > limit:
        params = urlencode({**request.query_params.dict(), "after": shown[-1]["key"]})
        following = request.build_absolute_uri(f"{request.path}?{params}")
    body = encoded({name: shown, "next": following or None})
    return _tagged(request, body, {"next": following} if following else None)


def _one(request: Request, found: dict[str, Any] | None, missing: str) -> HttpResponse:
    if found is None:
        raise ProblemError("not-found", missing)
    return _tagged(request, encoded(found), None)


def _tagged(request: Request, body: bytes, links: dict[str, str] | None) -> HttpResponse:
    etag = f'"{sha256(body).hexdigest()[:40]}"'
    return unchanged(request, etag) or answer(body, etag=etag, links=links)
