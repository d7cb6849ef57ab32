"""Pages of the lists of the API: how many rows, after or before which one, and the address of the next page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpResponse
from rest_framework.request import Request

from factcheck.api.describing import TEXT, Parameter, whole
from factcheck.api.parameters import number
from factcheck.api.views import answer, encoded, tag_of, unchanged
from factcheck.paging import cut

PAGE: Final = 50
LARGEST_PAGE: Final = 200
#: The highest number of a row that is asked for.
HIGHEST: Final = 999_999_999


def limit_parameter(
    largest: int = LARGEST_PAGE, default: int = PAGE, does: str = "How many on a page."
) -> dict[str, Parameter]:
    """Return the parameter that says how many rows a page shall have."""
    return {"limit": Parameter(does, whole(1, largest, default))}


LIMIT: Final = limit_parameter()


def after_parameters(which: str) -> dict[str, Parameter]:
    """Return what pages take that come after "the key of the claim", or the like."""
    return LIMIT | {"after": Parameter(f"The {which} that the page comes after.", TEXT)}


def before_parameters(rows: str) -> dict[str, Parameter]:
    """Return what pages of rows that have numbers take, newest first."""
    numbers = {"type": "integer", "minimum": 1, "maximum": HIGHEST}
    return LIMIT | {"before": Parameter(f"Only {rows} before this number.", numbers)}


def limit_of(request: Request, largest: int = LARGEST_PAGE, default: int = PAGE) -> int:
    """Return how many rows a page shall have. Raises: ProblemError."""
    return number(request.query_params, "limit", default, largest)


def before_of(request: Request) -> int | None:
    """Return before which number the rows of a page are. Raises: ProblemError."""
    return number(request.query_params, "before", 0, HIGHEST) or None


def following(request: Request, cursor: str, value: object) -> str:
    """Return the address of the page after the row that ``value`` of the parameter ``cursor`` stands for."""
    params = {**request.query_params.dict(), cursor: value}
    return request.build_absolute_uri(f"{request.path}?{urlencode(params)}")


def links_to(link: str) -> dict[str, str] | None:
    """Return the links of an answer to the page after it, if there is one."""
    return {"next": link} if link else None


def page(
    request: Request,
    name: str,
    rows: list[Any],
    limit: int,
    cursor: str,
    value_of: Callable[[Any], object],
    *,
    etag: str = "",
) -> HttpResponse:
    """Return a page of rows, of which one more was read than a page has: ``value_of`` the last one shown leads to the next."""
    shown, more = cut(rows, limit)
    link = following(request, cursor, value_of(shown[-1])) if more else ""
    return json_answer(request, {name: shown, "next": link or None}, links_to(link), etag=etag)


def keyed_page(
    request: Request, name: str, read: Callable[[str, int], list[Any]], key_of: Callable[[Any], object] = itemgetter("key")
) -> HttpResponse:
    """Return a page of rows in the order of their keys; ``read`` is given after which key, and how many."""
    limit = limit_of(request)
    return page(request, name, read(request.query_params.get("after", ""), limit + 1), limit, "after", key_of)


def numbered_page(
    request: Request,
    name: str,
    read: Callable[[int | None, int], list[Any]],
    number_of: Callable[[Any], object] = itemgetter("number"),
    *,
    etag: str = "",
) -> HttpResponse:
    """Return a page of rows that have numbers, newest first; ``read`` is given before which number, and how many."""
    limit = limit_of(request)
    return page(request, name, read(before_of(request), limit + 1), limit, "before", number_of, etag=etag)


def json_answer(request: Request, value: Any, links: Mapping[str, str] | None = None, *, etag: str = "") -> HttpResponse:
    """Return a value as JSON, with the given ETag or one of what is sent; 304 for a client that already has it."""
    body = encoded(value)
    etag = etag or tag_of(body)
    return unchanged(request, etag) or answer(body, etag=etag, links=links)
