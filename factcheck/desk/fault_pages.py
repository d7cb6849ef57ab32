"""The page that a person is shown where the database is away, full, read-only or locked. It asks the database nothing."""

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

#: Of each kind of fault: the status, the seconds after which to try again (a guess), what is wrong, and what to do.
_SAID: Final = {
    FULL: (
        507,
        "60",
        gettext_lazy("There is no room left on the disk"),
        gettext_lazy("Whoever runs the service must make room."),
    ),
    READ_ONLY: (503, "60", gettext_lazy("The database can only be read"), gettext_lazy("Tell whoever runs the service.")),
    BUSY: (503, "5", gettext_lazy("The database is busy"), gettext_lazy("Wait a moment.")),
    FAILING: (
        503,
        "60",
        gettext_lazy("The database cannot be read or written"),
        gettext_lazy("Tell whoever runs the service."),
    ),
    AWAY: (503, "5", gettext_lazy("The database is not available"), gettext_lazy("It may be restarting: wait a few seconds.")),
}


class FaultPages:
    """Middleware that answers a page which failed for such a fault."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:  # noqa: ARG002
        return fault_page(exception)


def fault_page(error: BaseException | None) -> HttpResponse | None:
    """Return the page for what an error is due to; None where that is something else."""
    kind = "" if error is None else kind_of(error)
    if error is None or kind not in _SAID:
        return None
    log.error("%s", explained(error))
    status, seconds, what, mend = _SAID[kind]
    kept = _("Nothing of what you sent was stored.")
    again = _("Then go back and send it again: what you typed is still there.")
    page = error_page(status, what, f"{kept} {mend} {again}")
    page["Retry-After"] = seconds
    return page
