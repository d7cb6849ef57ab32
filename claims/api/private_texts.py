"""The frame of lists of texts about a claim that are in no other response: comments, notes, complaints.

Reading and writing them requires the same scope, so that a token for reading claims opens none. The response to a write does
not repeat the text, because responses are kept for a while for clients that repeat a request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar, TypeVar

import msgspec
from django.http import HttpResponse
from django.views.decorators.debug import sensitive_variables
from rest_framework.request import Request

from claims.api.claims.bodies import tagged
from claims.api.writing import ClaimWrite
from claims.queries.claims import read as reading
from factcheck.api.problems import ProblemError
from factcheck.api.views import answer, encoded, unchanged

Row = TypeVar("Row")


class TextWrite(ClaimWrite):
    """A write of such a text."""

    # Django's debug page and error reports list local variables.
    @sensitive_variables()
    def post(self, request: Request, **keys: Any) -> HttpResponse:
        return super().post(request, **keys)


class TextList(TextWrite):
    """``/claims/KEY/NAME/``: list the texts, and add one."""

    #: The name of the list, for its ETag.
    name: ClassVar[str]

    def listed(self, claim: Any) -> msgspec.Struct:
        """Return the texts about a claim, newest first."""
        raise NotImplementedError

    def get(self, request: Request, key: str) -> HttpResponse:
        body = encoded(self.listed(reading.claim(self.found(key).id)))
        etag = tagged(self.name, body.decode())
        response = unchanged(request, etag) or answer(body, etag=etag)
        # What they say is stored nowhere but in its row, so not in a cache either.
        response["Cache-Control"] = "private, no-store"
        return response


class TextMove(TextWrite):
    """``POST /claims/KEY/NAME/NUMBER/…/``: an action on one of the texts."""

    #: Returns a text by the id of its claim and its number within it, and what is said if there is none.
    numbered: ClassVar[Callable[[int, int], Any]]
    unknown: ClassVar[str]

    def row(self, **keys: Any) -> Any:
        """Return the text that the URL names. Raises: ProblemError if there is none."""
        found = type(self).numbered(self.found(keys["key"]).id, keys["number"])
        if found is None:
            raise ProblemError("not-found", self.unknown)
        return found


def numbered(rows: Sequence[Row]) -> Iterator[tuple[int, Row]]:
    """Yield the texts, newest first, with their numbers: positions serve, because single texts are never deleted."""
    return zip(range(len(rows), 0, -1), rows, strict=True)


def head_of(head: msgspec.Struct, status: int = 200) -> HttpResponse:
    """Return the response with the record of a text."""
    response = answer(encoded(head))
    response.status_code = status
    return response
