"""The published OpenAPI document, as JSON for whoever asks."""

from __future__ import annotations

from functools import cache

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views import View
from drf_spectacular.generators import SchemaGenerator

from factcheck.api.views import answer


class Document(View):
    """``GET /openapi.json``: the same for everybody, and made once: it changes with the code alone."""

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 - a view
        return answer(published())


@cache
def published() -> bytes:
    """Return the document as JSON."""
    document = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    return msgspec.json.encode(document)
