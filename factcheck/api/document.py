"""The API root and the published OpenAPI document."""

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

from factcheck.api.describing import Op
from factcheck.api.views import answer, encoded, read_only

_START: Final = "/api/v1/"
#: URLs that are not operations on records.
_BESIDE: Final = {"problems/", "openapi.json", "docs/"}
#: A path parameter as Django writes it.
_CONVERTED: Final = re.compile(r"<(?:\w+:)?(\w+)>")


@read_only
def document(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """``GET /openapi.json``: the same for every caller and computed once, since it changes only with the code."""
    return answer(published())


class DocsPage(SpectacularSwaggerSplitView):
    """``GET /docs/``: the document as web pages, without inline scripts or styles."""

    template_name = "api_docs.html"
    authentication_classes = permission_classes = throttle_classes = ()
    metadata_class = None

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ARG002 - a view
        return HttpResponse(status=204)


def operations() -> list[tuple[str, str, Op]]:
    """Return every operation of the API with its URL and method, by URL."""
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
    """Return the API root, for any caller: every URL that can be read without naming a record."""
    read = {path.removeprefix(_START) for path, method, _op in operations() if method == "GET" and "{" not in path}
    places = sorted(read | _BESIDE)
    return answer(encoded({place.rstrip("/"): request.build_absolute_uri(place) for place in places}))


@cache
def published() -> bytes:
    """Return the document as JSON."""
    document = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    return msgspec.json.encode(document)
