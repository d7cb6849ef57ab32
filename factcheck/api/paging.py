"""Pages of lists: so many rows, and the address of the page that comes after them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpResponse
from rest_framework.request import Request

from factcheck.api.describing import Parameter, whole
from factcheck.api.parameters import number
from factcheck.api.views import answer, encoded, tag_of, unchanged

PAGE: Final = 50
LARGEST_PAGE: Final = 200
LIMIT: Final = {"limit": Parameter("How many on a page.", whole(1, LARGEST_PAGE, PAGE))}


def limit_of(request: Request) -> int:
    """Return how many rows a page shall have. Raises: ProblemError."""
    return number(request.query_params, "limit", PAGE, LARGEST_PAGE)


def following(request: Request, cursor: str, value: object) -> str:
    """Return the address of the page after the row that ``value`` of the parameter ``cursor`` stands for."""
    params = {**request.query_params.dict(), cursor: value}
    return request.build_absolute_uri(f"{request.path}?{urlencode(params)}")


def page(
    request: Request, name: str, rows: Sequence[Any], limit: int, cursor: str, value_of: Callable[[Any], object]
) -> HttpResponse:
    """Return a page of rows, of which one more was read than a page has: ``value_of`` the last one shown leads to the next."""
    shown, link = rows[:limit], ""
    if len(rows) > limit:
        link = following(request, cursor, value_of(shown[-1]))
    return told(request, {name: shown, "next": link or None}, {"next": link} if link else None)


def told(request: Request, value: Any, links: dict[str, str] | None = None) -> HttpResponse:
    """Return a value as JSON, with the ETag of what is sent; the asker who has it already is told so."""
    body = encoded(value)
    etag = tag_of(body)
    return unchanged(request, etag) or answer(body, etag=etag, links=links)
