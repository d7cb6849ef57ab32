"""The switch of the link watch on the page “System”: stop and start the visits to pages of documents, with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from claims.admin.asking import change_of
from claims.admin.refusals import REFUSALS
from claims.models import LinkWatchSwitch, VerificationRun
from claims.operations.documents.link_watch import turn_watch
from claims.queries.documents.watched import watch_stop, watch_switches
from factcheck.desk.admin_theme import DeskAdmin
from factcheck.desk.people import actor_name
from sources.admin.display import date_time
from sources.admin.pages import ReasonForm, form_page, require, sent

_SYSTEM: Final = "admin:claims_verificationrun_system"
#: Turns of the switch that the page shows.
_SHOWN: Final = 5


def watch_switch() -> dict[str, Any]:
    """Return the address and the label of the page that turns the switch."""
    stopped = watch_stop() is not None
    label = _("Start the visits to pages of documents") if stopped else _("Stop the visits to pages of documents")
    return {"address": reverse(f"admin:claims_verificationrun_{'start' if stopped else 'stop'}_links"), "label": label}


def _turned(row: LinkWatchSwitch) -> str:
    words = (
        _("Stopped by %(who)s, %(at)s: %(reason)s") if row.stopped else _("Started by %(who)s, %(at)s: %(reason)s")
    )  # fmt: skip
    return words % {"who": actor_name(row.recorded_by), "at": date_time(row.recorded_at), "reason": row.reason}


def stop_watch_page(request: HttpRequest, admin: DeskAdmin) -> HttpResponse:
    """Ask why the visits are to be stopped, and stop them."""
    return _page(
        request,
        admin,
        stop=True,
        title=_("Stop the visits to pages of documents"),
        button=_("Stop the visits"),
        explanation=_(
            "A visit that has begun is finished; no other begins. Flags stay as they are, and nobody notices pages that change"
            " or go. Editors can still check a single page."
        ),
        message=_("The visits are stopped."),
    )


def start_watch_page(request: HttpRequest, admin: DeskAdmin) -> HttpResponse:
    """Ask why the visits are to be started again, and start them."""
    return _page(
        request,
        admin,
        stop=False,
        title=_("Start the visits to pages of documents"),
        button=_("Start the visits"),
        explanation=_("Pages that became due meanwhile are visited first, those that have waited longest before the others."),
        message=_("The visits go on."),
    )


def _page(request: HttpRequest, admin: DeskAdmin, *, stop: bool, message: str, **shown: Any) -> HttpResponse:
    require(request, (VerificationRun, "change"))

    def save(values: Mapping[str, Any]) -> str:
        turn_watch(change_of(request, "link watch", values["reason"]), stop=stop)
        return message

    return form_page(
        request,
        admin,
        ReasonForm(sent(request)),
        save=save,
        done=reverse(_SYSTEM),
        refusals=REFUSALS,
        template="admin/claims/verificationrun/link_watch.html",
        off=not settings.LINK_WATCH,
        switches=[_turned(row) for row in watch_switches(_SHOWN)],
        **shown,
    )
