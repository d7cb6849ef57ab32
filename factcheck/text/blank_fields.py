"""Form fields without visible characters become empty, so that a required one is refused at its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from factcheck.text.blanks import is_blank

#: Fields whose bytes must not be changed.
_SECRET: Final = "password"  # noqa: S105 - a part of a field's name


class BlankFieldsMiddleware:
    """Django strips white space only: a zero-width space would pass as a reason. It comes after the CSRF check."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> None:
        """Empty the blank fields of a form. Views without the CSRF check, those of the API, read bodies themselves."""
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return
        blank = [name for name, values in request.POST.lists() if _SECRET not in name and any(map(_only_blank, values))]
        if blank:
            emptied = request.POST.copy()
            for name in blank:
                emptied.setlist(name, ["" if _only_blank(value) else value for value in emptied.getlist(name)])
            request.POST = emptied  # type: ignore[assignment]  # mutable, but otherwise the same


def _only_blank(value: Any) -> bool:
    return bool(value) and is_blank(value)
