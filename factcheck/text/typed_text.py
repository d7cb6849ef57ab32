"""Normalizing what browsers send: the fields of a form, and the query of a URL.

A browser ends the lines of a text area with CR LF and sends letters as the keyboard made them. Request bodies of the API are
decoded elsewhere, but its queries pass here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, QueryDict

from factcheck.text.texts import in_form, is_in_form

#: Fields whose bytes must not be changed.
_SECRET: Final = "password"  # noqa: S105 - a part of a field's name


class TypedTextMiddleware:
    """Normalize typed text before a view reads it. It comes after the CSRF check."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.GET = _formed(request.GET)  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> None:
        """Normalize a form; a view without the CSRF check, such as those of the API, reads its body itself."""
        if request.method == "POST" and not getattr(view, "csrf_exempt", False):
            request.POST = _formed(request.POST)  # type: ignore[assignment]


def _formed(sent: QueryDict) -> QueryDict:
    """Return the normalized values: the same object if nothing changes."""
    wrong = [name for name, values in sent.lists() if _SECRET not in name and not all(map(is_in_form, values))]
    if not wrong:
        return sent
    formed = sent.copy()
    for name in wrong:
        formed.setlist(name, [in_form(value) for value in sent.getlist(name)])
    formed._mutable = False
    return formed
