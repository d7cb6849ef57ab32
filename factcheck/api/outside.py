"""Errors outside of any view: those under /api/ are problems like all of its errors, others are Django's own pages."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.views import defaults

from factcheck.api.problems import problem
from factcheck.fault_pages import fault_page


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read."""
    return problem("bad-request") if _of_api(request) else defaults.bad_request(request, exception)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that somebody may not make."""
    return problem("not-allowed") if _of_api(request) else defaults.permission_denied(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that leads nowhere."""
    return problem("not-found") if _of_api(request) else defaults.page_not_found(request, exception)


def failed(request: HttpRequest) -> HttpResponse:
    """Answer what the service failed at; it is logged by Django."""
    if _of_api(request):
        return problem("internal")
    return fault_page(sys.exception()) or defaults.server_error(request)


def _of_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")
