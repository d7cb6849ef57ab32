"""The page shown if the database is unavailable, full, read-only or locked. It does not query the database."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factcheck.database.faults import AWAY, BUSY, FAILING, FULL, READ_ONLY, explained, kind_of
from factcheck.desk.error_page import error_page

log = logging.getLogger(__name__)

#: For each kind of fault: the status, the seconds until a retry (a guess), the problem, and what to do.
_MESSAGES: Final = {
    FULL: (
        507,
        "60",
        gettext_lazy("The disk is full"),
        gettext_lazy("Ask your administrator to free space."),
    ),
    READ_ONLY: (503, "60", gettext_lazy("The database is read-only"), gettext_lazy("Tell your administrator.")),
    BUSY: (503, "5", gettext_lazy("The database is busy"), gettext_lazy("Wait a moment.")),
    FAILING: (
        503,
        "60",
        gettext_lazy("The database does not work"),
        gettext_lazy("Tell your administrator."),
    ),
    AWAY: (503, "5", gettext_lazy("The database is not available"), gettext_lazy("It may be restarting. Wait a few seconds.")),
}


class FaultPages:
    """Middleware that shows this page for such faults."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:  # noqa: ARG002
        return fault_page(exception)


def fault_page(error: BaseException | None) -> HttpResponse | None:
    """Return the page for an error, or None if the database is not its cause."""
    kind = "" if error is None else kind_of(error)
    if error is None or kind not in _MESSAGES:
        return None
    log.error("%s", explained(error))
    status, seconds, what, mend = _MESSAGES[kind]
    kept = _("Nothing was saved.")
    again = _("Then go back and send it again. What you typed is still there.")
    page = error_page(status, what, f"{kept} {mend} {again}")
    page["Retry-After"] = seconds
    return page
