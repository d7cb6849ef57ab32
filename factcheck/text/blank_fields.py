"""Treat form fields with only invisible characters as empty, so that a required field is rejected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from factcheck.text.blanks import is_blank

#: Fields that must not be changed.
_SECRET: Final = "password"  # noqa: S105 - a part of a field's name


class BlankFieldsMiddleware:
    """Empty fields with only invisible characters. It must come after the CSRF middleware.

    Django strips only white space, so that a zero-width space would pass as a reason.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> None:
        """Empty the blank fields of a form. Views without a CSRF check, such as those of the API, read the body themselves."""
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return
        blank = [name for name, values in request.POST.lists() if _SECRET not in name and any(map(_only_blank, values))]
        if blank:
            emptied = request.POST.copy()
            for name in blank:
                emptied.setlist(name, ["" if _only_blank(value) else value for value in emptied.getlist(name)])
            request.POST = emptied  # type: ignore[assignment]  # mutable, and read as any other


def _only_blank(value: Any) -> bool:
    return bool(value) and is_blank(value)
