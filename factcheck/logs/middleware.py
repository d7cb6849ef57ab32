"""The id of a request: known to log records while the request is answered, and sent back with the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.signals import request_finished
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from factcheck.logs.context import Work, begin, request_id_from

HEADER = "X-Request-ID"


class RequestIdMiddleware:
    """Takes the id from the header X-Request-ID if it is well-formed, else makes one. It comes before all other middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        work = Work(request_id_from(request.headers.get(HEADER)), request)
        begin(work)
        response = self.get_response(request)
        response[HEADER] = work.request_id
        return response


def _end(**_signal: Any) -> None:
    begin(None)


# Not when the middleware returns: an answer may be written bit by bit after that, and the access log comes later still.
request_finished.connect(_end, dispatch_uid="factcheck.logs")
