"""What other services say of a capture: the copies of its URL in web archives, and a time stamp of its digest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.conf import settings
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from claims.admin.captures.wording import title_of
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.display import address, date_time, is_web_address, words
from sources.admin.pages import actor_of, form_page, page, page_url, require, sent
from sources.capturing.archives import FetchError, StampError, copies_in_archives, stamp
from sources.models import Capture, Document

#: Copies that the page shows, the newest first (a guess at how many people read).
_MOST: Final = 15


def archives_of_capture(request: HttpRequest, admin: DeskAdmin, capture: Capture) -> HttpResponse:
    """Show the archived copies of the page of a capture."""
    return _page(request, admin, capture.url, title_of(capture), page_url(capture))


def archives_of_document(request: HttpRequest, admin: DeskAdmin, document: Document) -> HttpResponse:
    """Show the archived copies of a document."""
    return _page(request, admin, document.url, document.title, page_url(document))


def stamp_page(request: HttpRequest, admin: DeskAdmin, capture: Capture) -> HttpResponse:
    """Ask whether the digest of a capture is to be sent to the time-stamping authority, and store the stamp."""
    require(request, (Document, "add"))

    def save(_values: Mapping[str, Any]) -> str:
        made = stamp(capture, actor=actor_of(request))
        return _("The capture is stamped: %(at)s.") % {"at": date_time(made.stamped_at)}

    return form_page(
        request,
        admin,
        Form(sent(request)),
        title=_("Have “%(title)s” stamped") % {"title": title_of(capture)},
        save=save,
        done=page_url(capture),
        refusals=(StampError,),
        button=_("Send the digest"),
        explanation=_(
            "A time stamp proves that the desk had these bytes then. Only their SHA-256 is sent, to %(authority)s; the stamp is"
            " in the WACZ file."
        )
        % {"authority": settings.TIMESTAMP_URL or "–"},
    )


def _page(request: HttpRequest, admin: DeskAdmin, url: str, title: str, back: str) -> HttpResponse:
    # It asks another site: for those who also may capture.
    require(request, (Document, "add"), (Capture, "view"))
    if not is_web_address(url):
        raise Http404(_("There is no such record."))
    found: dict[str, Any] = {"copies": [], "problem": ""}
    try:
        copies = copies_in_archives(url)
    except FetchError as error:
        found["problem"] = words(error.outcome)
    else:
        found["copies"] = [(date_time(copy.at), address(copy.url)) for copy in copies[:_MOST]]
        found["more"] = max(0, len(copies) - _MOST)
    shown = _("“%(title)s” in web archives") % {"title": title}
    return page(request, admin, "admin/claims/capture/archives.html", title=shown, url=address(url), back=back, **found)
