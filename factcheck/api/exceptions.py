"""Errors in views, turned into problems."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.utils.log import log_response
from rest_framework import exceptions
from rest_framework.views import set_rollback

from factcheck.api.problems import ProblemError, problem, unavailable
from factcheck.database.faults import FULL, READ_ONLY, explained, kind_of

_BY_STATUS: Final = {
    400: "bad-request",
    401: "not-authenticated",
    403: "not-allowed",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    410: "gone",
    413: "too-large",
    415: "unsupported-media-type",
    429: "too-many-requests",
}
_log = logging.getLogger(__name__)


def handle(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """Return the response to an exception in a view: the EXCEPTION_HANDLER of Django REST framework."""
    set_rollback()
    if isinstance(error, ProblemError):
        return problem(error.name, error.detail, error.errors, error.headers, error.more)
    if isinstance(error, exceptions.APIException):
        return _of_framework(error)
    # The exact type first: ``RequestDataTooBig``, for one, is a ``SuspiciousOperation`` too.
    name = _NAMES.get(type(error)) or next((name for kind, name in _NAMES.items() if isinstance(error, kind)), "internal")
    if _took_too_long(error):
        return problem("too-costly")
    if mended_by_people := name_of_fault(error):
        _log.error("%s", explained(error))
        return problem(mended_by_people, headers={"Retry-After": _AGAIN_AFTER_MENDING})
    if name == "unavailable":
        _log.warning("the database is unavailable or busy: %s", error)
        return unavailable()
    response = problem(name)
    # As Django would log it: the exception does not reach Django's own handler.
    if name == "internal":
        request = context["request"]
        log_response("%s %s failed", request.method, request.path, response=response, request=request, exception=error)
    return response


def name_of_fault(error: Exception) -> str:
    """Return the problem name for a full disk or a read-only database; "" for any other error."""
    return _OF_FAULT.get(kind_of(error), "")


def _took_too_long(error: Exception) -> bool:
    """Return whether PostgreSQL canceled a statement for taking too long (DB_STATEMENT_SECONDS)."""
    return getattr(error.__cause__, "sqlstate", None) == _QUERY_CANCELED


_QUERY_CANCELED: Final = "57014"
_NAMES: Final[Mapping[type[Exception], str]] = {
    Http404: "not-found",
    PermissionDenied: "not-allowed",
    RequestDataTooBig: "too-large",
    SuspiciousOperation: "bad-request",
    BadRequest: "bad-request",
    OperationalError: "unavailable",
    InterfaceError: "unavailable",
}
#: Problems that the caller must fix before the same request can succeed.
_OF_FAULT: Final = {FULL: "no-room", READ_ONLY: "read-only"}
_AGAIN_AFTER_MENDING: Final = "60"


def _of_framework(error: exceptions.APIException) -> HttpResponse:
    headers = {}
    if wait := getattr(error, "wait", None):
        # Rounded up: a client that is a moment too early would be refused again.
        headers["Retry-After"] = str(int(wait) + 1)
    if authenticate := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = authenticate
    name = _BY_STATUS.get(
        error.status_code, "bad-request" if error.status_code < HTTPStatus.INTERNAL_SERVER_ERROR else "internal"
    )
    detail = str(error.detail) if name in {"bad-request", "unsupported-media-type"} else ""
    return problem(name, detail, headers=headers)
