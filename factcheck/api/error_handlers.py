"""Errors outside of any view: problems under /api/, as in all of the API, and pages elsewhere."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from factcheck.api.problems import problem, unavailable
from factcheck.database.faults import is_away
from factcheck.desk.error_page import error_page
from factcheck.desk.fault_pages import fault_page
from factcheck.logs.context import current_request_id


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - a handler
    """Respond to a malformed request."""
    if _of_api(request):
        return problem("bad-request")
    return error_page(400, _("Bad request"), _("The server could not understand this request."))


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - a handler
    """Respond to a forbidden request."""
    if _of_api(request):
        return problem("not-allowed")
    return error_page(403, _("Not allowed"), _("You do not have permission to do this. An administrator of the desk can help."))


def not_from_here(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - a handler
    """Respond to a form that was not sent from one of our pages, or from an outdated one (CSRF)."""
    if _of_api(request):
        return problem("not-allowed")
    return error_page(
        403,
        _("The form was not accepted"),
        _("Its page is out of date, or your browser sent no cookie. Go back, reload the page and send the form again."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - a handler
    """Respond to an unknown URL."""
    if _of_api(request):
        return problem("not-found")
    return error_page(404, _("Not found"), _("There is no page at this address."))


def failed(request: HttpRequest) -> HttpResponse:
    """Respond to a failure of the service, which Django logs."""
    error = sys.exception()
    if _of_api(request):
        return unavailable() if error is not None and is_away(error) else problem("internal")
    explanation = _("The service failed, and logged why. Try again; if it fails again, tell the administrator this number.")
    return fault_page(error) or error_page(500, _("Something went wrong"), explanation, request_id=current_request_id())


def _of_api(request: HttpRequest) -> bool:
    # By the path, as an unknown address has no view that could tell.
    return request.path_info.startswith("/api/")
