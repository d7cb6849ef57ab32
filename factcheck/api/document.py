"""The published OpenAPI document, as JSON for whoever asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

import msgspec
from django.http import HttpRequest, HttpResponse
from django.urls import URLResolver, get_resolver
from django.views import View
from drf_spectacular.generators import SchemaGenerator

from factcheck.api.describing import Op
from factcheck.api.views import answer

#: A part of an address as Django writes it.
_CONVERTED: Final = re.compile(r"<(?:\w+:)?(\w+)>")


class Document(View):
    """``GET /openapi.json``: the same for everybody, and made once: it changes with the code alone."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 - a view
        return answer(published())


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


@cache
def published() -> bytes:
    """Return the document as JSON."""
    document = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    return msgspec.json.encode(document)
