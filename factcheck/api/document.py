"""What the API is, for whoever asks: its addresses, and the published OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import msgspec
from django.http import HttpRequest, HttpResponse
from django.urls import URLResolver, get_resolver
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.request import Request

from factcheck.api.describing import Op
from factcheck.api.views import answer, encoded, read_only

_START: Final = "/api/v1/"
#: Addresses that are no operations on records.
_BESIDE: Final = {"problems/", "openapi.json", "docs/"}
#: A part of an address as Django writes it.
_CONVERTED: Final = re.compile(r"<(?:\w+:)?(\w+)>")


@read_only
def document(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """``GET /openapi.json``: the same for everybody, and made once: it changes with the code alone."""
    return answer(published())


class DocsPage(SpectacularSwaggerSplitView):
    """``GET /docs/``: the document as pages, with no script or style inline."""

    template_name = "api_docs.html"
    authentication_classes = permission_classes = throttle_classes = ()
    metadata_class = None

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 - a view
        return HttpResponse(status=204)


def operations() -> list[tuple[str, str, Op]]:
    """Return every operation of the API with its address and method, by address."""
    return sorted(_below(get_resolver("factcheck.api.urls"), "/api/"), key=lambda each: (each[0], each[1]))


def _below(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, str, Op]]:
    for pattern in resolver.url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _below(pattern, address)
            continue
        view = getattr(pattern.callback, "view_class", None)
        for method, op in getattr(view, "ops", {}).items():
            yield _CONVERTED.sub(r"{\1}", address), method, op


@read_only
def root(request: HttpRequest) -> HttpResponse:
    """Tell what there is, to whoever asks: every address that is read without naming a record."""
    read = {path.removeprefix(_START) for path, method, _op in operations() if method == "GET" and "{" not in path}
    places = sorted(read | _BESIDE)
    return answer(encoded({place.rstrip("/"): request.build_absolute_uri(place) for place in places}))


@cache
def published() -> bytes:
    """Return the document as JSON."""
    document = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    return msgspec.json.encode(document)
