"""Normalise the text that browsers send: form fields and query parameters.

Browsers end the lines of a text area with CR LF, and do not normalise Unicode. API bodies are decoded elsewhere; the query
parameters of the API are normalised here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, QueryDict

from factcheck.text.texts import in_form, is_in_form

#: Fields that must not be changed.
_SECRET: Final = "password"  # noqa: S105 - a part of a field's name


class TypedTextMiddleware:
    """Normalise the input before a view reads it. It must come after the CSRF middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.GET = _formed(request.GET)  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> None:
        """Normalise a form. Views without a CSRF check, such as those of the API, read the body themselves."""
        if request.method == "POST" and not getattr(view, "csrf_exempt", False):
            request.POST = _formed(request.POST)  # type: ignore[assignment]


def _formed(sent: QueryDict) -> QueryDict:
    """Return the normalised data: the same object if nothing changes."""
    wrong = [name for name, values in sent.lists() if _SECRET not in name and not all(map(is_in_form, values))]
    if not wrong:
        return sent
    formed = sent.copy()
    for name in wrong:
        formed.setlist(name, [in_form(value) for value in sent.getlist(name)])
    formed._mutable = False
    return formed
