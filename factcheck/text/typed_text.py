"""What browsers send, in the one form of text: the fields of a form, and the words of an address.

A browser ends the lines of a text area with CR LF and sends letters as the keyboard made them. Bodies of the API are decoded
elsewhere; its addresses come by here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, QueryDict

from factcheck.text.texts import in_form, is_in_form

#: Fields whose bytes are not for us to change.
_SECRET: Final = "password"  # noqa: S105 - a part of a field's name


class TypedTextMiddleware:
    """Bring what was typed to the one form before a view reads it. It stands behind the check for CSRF."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.GET = _formed(request.GET)  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> None:
        """Bring a form to the one form; a view without the check for CSRF, such as those of the API, reads its body itself."""
        if request.method == "POST" and not getattr(view, "csrf_exempt", False):
            request.POST = _formed(request.POST)  # type: ignore[assignment]


def _formed(sent: QueryDict) -> QueryDict:
    """Return what was sent in the one form: the same object where it is already."""
    wrong = [name for name, values in sent.lists() if _SECRET not in name and not all(map(is_in_form, values))]
    if not wrong:
        return sent
    formed = sent.copy()
    for name in wrong:
        formed.setlist(name, [in_form(value) for value in sent.getlist(name)])
    formed._mutable = False
    return formed
