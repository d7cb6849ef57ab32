"""Responses with one record, or a page of a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpResponse
from rest_framework.request import Request

from factcheck.api.describing import TEXT, Parameter, one_word, whole
from factcheck.api.parameters import number, one_of
from factcheck.api.views import answer, encoded, unchanged

PAGE: Final = 50
LARGEST_PAGE: Final = 200
_MOST_NUMBER: Final = 999_999_999
_LIMIT: Final = Parameter("How many on a page.", whole(1, LARGEST_PAGE, PAGE))
#: The parameters of pages ordered by key, and of pages of numbered rows.
AFTER_PARAMETERS: Final = {"limit": _LIMIT, "after": Parameter("The last key of the previous page.", TEXT)}
BEFORE_PARAMETERS: Final = {
    "limit": _LIMIT,
    "before": Parameter("Only those before this number.", {"type": "integer", "minimum": 1, "maximum": _MOST_NUMBER}),
}
_YES_NO: Final = {"yes": True, "no": False}
YES: Final = one_word(*_YES_NO)


def record_response(request: Request, body: Mapping[str, Any], etag: str) -> HttpResponse:
    """Return the response with a record, or 304 if the client has it."""
    return unchanged(request, etag) or answer(encoded(body), etag=etag)


def yes(sent: Mapping[str, str], name: str, *, opposite: bool = False) -> bool | None:
    """Return a boolean parameter; None if it was not given."""
    word = one_of(sent, name, _YES_NO)
    return _YES_NO[word] is not opposite if word else None


def chosen(**conditions: Any) -> dict[str, Any]:
    """Return the conditions given as parameters."""
    return {name: value for name, value in conditions.items() if value not in ("", None)}


def keyed_page(request: Request, name: str, page: Callable[[str, int], list[dict[str, Any]]]) -> HttpResponse:
    """Return a page of records ordered by key; ``page`` gets the key that they follow, and the limit."""
    sent = request.query_params
    limit = number(sent, "limit", PAGE, LARGEST_PAGE)
    rows = page(sent.get("after", ""), limit + 1)
    following = _following(request, after=rows[limit - 1]["key"]) if len(rows) > limit else ""
    return _listed(request, name, rows[:limit], following)


def numbered_page(request: Request, name: str, page: Callable[[int | None, int], list[dict[str, Any]]]) -> HttpResponse:
    """Return a page of numbered rows, newest first; ``page`` gets the number that they precede, and the limit."""
    sent = request.query_params
    limit = number(sent, "limit", PAGE, LARGEST_PAGE)
    rows = page(number(sent, "before", 0, _MOST_NUMBER) or None, limit)
    last = rows[-1]["number"] if rows else 1
    return _listed(request, name, rows, _following(request, before=str(last)) if last > 1 else "")


def _following(request: Request, **where: str) -> str:
    return request.build_absolute_uri(f"{request.path}?{urlencode({**request.query_params.dict(), **where})}")


def _listed(request: Request, name: str, rows: list[dict[str, Any]], following: str) -> HttpResponse:
    body = encoded({name: rows, "next": following or None})
    etag = f'"{sha256(body).hexdigest()[:40]}"'
    return unchanged(request, etag) or answer(body, etag=etag, links={"next": following} if following else None)
