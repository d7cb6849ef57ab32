"""Paging of the API's lists: the size of a page, the row after or before which it starts, and the URL of the next page."""

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
#: The highest row number that a request may contain.
HIGHEST: Final = 999_999_999


def limit_parameter(
    largest: int = LARGEST_PAGE, default: int = PAGE, does: str = "How many on a page."
) -> dict[str, Parameter]:
    """Return the parameter for the number of rows on a page."""
    return {"limit": Parameter(does, whole(1, largest, default))}


LIMIT: Final = limit_parameter()


def after_parameters(which: str) -> dict[str, Parameter]:
    """Return the parameters of a list with pages that follow a row; ``which`` names the cursor: "key of the claim"."""
    return LIMIT | {"after": Parameter(f"The {which} that the page comes after.", TEXT)}


def before_parameters(rows: str) -> dict[str, Parameter]:
    """Return the parameters of a list of numbered rows, newest first."""
    numbers = {"type": "integer", "minimum": 1, "maximum": HIGHEST}
    return LIMIT | {"before": Parameter(f"Only {rows} before this number.", numbers)}


def limit_of(request: Request, largest: int = LARGEST_PAGE, default: int = PAGE) -> int:
    """Return the requested number of rows on a page. Raises: ProblemError."""
    return number(request.query_params, "limit", default, largest)


def before_of(request: Request) -> int | None:
    """Return the number before which the rows of a page come, or None. Raises: ProblemError."""
    return number(request.query_params, "before", 0, HIGHEST) or None


def following(request: Request, cursor: str, value: object) -> str:
    """Return the URL of the next page, which starts after the row that ``value`` of the parameter ``cursor`` names."""
    params = {**request.query_params.dict(), cursor: value}
    return request.build_absolute_uri(f"{request.path}?{urlencode(params)}")


def links_to(link: str) -> dict[str, str] | None:
    """Return the links of a response: to the next page, if there is one."""
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
    """Return a page of ``rows``, which hold one row more than the page if there is a next one.

    ``value_of`` returns the cursor of a row: that of the last row shown leads to the next page.
    """
    shown, more = cut(rows, limit)
    link = following(request, cursor, value_of(shown[-1])) if more else ""
    return json_answer(request, {name: shown, "next": link or None}, links_to(link), etag=etag)


def keyed_page(
    request: Request, name: str, read: Callable[[str, int], list[Any]], key_of: Callable[[Any], object] = itemgetter("key")
) -> HttpResponse:
    """Return a page of rows in the order of their keys; ``read`` takes the key before the page, and the number of rows."""
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
    """Return a page of numbered rows, newest first; ``read`` takes the number before which they come, and how many to read."""
    limit = limit_of(request)
    return page(request, name, read(before_of(request), limit + 1), limit, "before", number_of, etag=etag)


def json_answer(request: Request, value: Any, links: Mapping[str, str] | None = None, *, etag: str = "") -> HttpResponse:
    """Return a value as JSON, with the given ETag or one made from the content; 304 if the client already has it."""
    body = encoded(value)
    etag = etag or tag_of(body)
    return unchanged(request, etag) or answer(body, etag=etag, links=links)
