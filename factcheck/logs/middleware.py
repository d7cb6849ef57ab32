"""Request ids: available to log records during the request, and returned with the response."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.signals import request_finished
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from factcheck.logs.context import Work, begin, request_id_from

HEADER = "X-Request-ID"


class RequestIdMiddleware:
    """Uses the id in the X-Request-ID header if it is well-formed, otherwise creates one. It must be the first middleware."""

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


# Not when the middleware returns: a response may be streamed after that, and the access log comes later still.
request_finished.connect(_end, dispatch_uid="factcheck.logs")
