"""Errors outside of any view: those under /api/ are problems like all of its errors, others are pages for people."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

from factcheck.api.problems import AGAIN, problem, unavailable
from factcheck.faults import is_away


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
    """Answer what the service failed at; it is logged by Django. A database that is away is said to be, and to come back."""
    error = sys.exc_info()[1]
    if error is None or not is_away(error):
        return problem("internal") if _of_api(request) else defaults.server_error(request)
    if _of_api(request):
        return unavailable()
    page = render_to_string("503.html")  # without the request, from which pages read who is signed in: from the database
    return HttpResponse(page, status=503, headers={"Retry-After": AGAIN, "Cache-Control": "no-store"})


def _of_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")
