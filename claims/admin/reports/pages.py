"""The page of a report, which prints and pastes without its buttons, and the list's action that opens it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.contrib import admin as django_admin
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.claim_page.tabs import back_to
from claims.admin.reports.files import TEXT_TYPE, as_csv, as_text, as_xlsx, reported
from claims.models import Claim
from claims.queries.claims.change_list import first_ids
from claims.spreadsheets import csv_table, xlsx_table
from factcheck.desk.local_dates import instant_words
from sources.admin.pages import require

#: Claims on one page: about as many printed pages, which is more than anybody pastes (a guess).
MOST_ON_A_PAGE: Final = 200

#: The files that the page offers: the ending, the content type, and what writes it.
_FILES: Final[Mapping[str, tuple[str, Callable[[Sequence[int], datetime], bytes]]]] = {
    "xlsx": (xlsx_table.CONTENT_TYPE, as_xlsx),
    "csv": (csv_table.CONTENT_TYPE, as_csv),
    "txt": (TEXT_TYPE, as_text),
}


def report_address(ids: Iterable[int]) -> str:
    """Return the address of a report of these claims."""
    return f"{reverse('admin:claims_claim_report')}?{urlencode({'claims': '-'.join(map(str, ids))})}"


def report_page(request: HttpRequest) -> HttpResponse:
    """Show the claims in the address as a report, or send it as the file that the address names."""
    require(request, (Claim, "view"))
    ids, now = _ids(request.GET.get("claims", "")), timezone.now()
    if (ending := request.GET.get("as", "")) in _FILES:
        return _file(ending, ids, now)
    claims = list(reported(ids, now))
    if not claims:
        raise Http404(_("There are no such claims."))
    shown = {
        "claims": claims,
        "made_at": instant_words(now),
        "zone": timezone.get_current_timezone_name(),
        "back": _back(request, ids),
        "files": [(label, f"{report_address(ids)}&as={ending}") for label, ending in _labels()],
        "withheld": any(claim.withheld for claim in claims),
    }
    return TemplateResponse(request, "admin/claims/claim/report.html", shown)


def _back(request: HttpRequest, ids: Sequence[int]) -> str:
    """Return the address of the list as it was filtered, or of the tab of the one claim that led here."""
    if "back" not in request.GET and len(ids) == 1:
        return back_to(request, Claim(pk=ids[0]))
    # Parsed and written again: what the address names as the list's filters is nothing else.
    query = QueryDict(request.GET.get("back", "")).urlencode()
    return f"{reverse('admin:claims_claim_changelist')}{f'?{query}' if query else ''}"


def _labels() -> list[tuple[str, str]]:
    return [(_("Excel"), "xlsx"), (_("CSV"), "csv"), (_("Plain text"), "txt")]


def _file(ending: str, ids: Sequence[int], now: datetime) -> HttpResponse:
    content_type, made = _FILES[ending]
    file = HttpResponse(made(ids, now), content_type=content_type)
    # Plain text is shown, to be copied; a browser must not guess that it is HTML.
    shown = "inline" if ending == "txt" else "attachment"
    file["Content-Disposition"] = f'{shown}; filename="report-{timezone.localdate(now):%Y-%m-%d}.{ending}"'
    file["X-Content-Type-Options"] = "nosniff"
    return file


def _ids(text: str) -> list[int]:
    """Return the distinct ids in an address, at most as many as one page shows."""
    # 18 digits always fit into a database id; a longer number from a hostile address may not.
    found = [int(part) for part in text.split("-") if part.isdecimal() and len(part) <= 18]
    return list(dict.fromkeys(found))[:MOST_ON_A_PAGE]


@django_admin.action(permissions=["view"], description=gettext_lazy("Report to print or paste"))
def report(_admin: Any, request: HttpRequest, claims: QuerySet[Claim]) -> HttpResponse | None:
    """Open the report of the selected claims."""
    ids = first_ids(claims, MOST_ON_A_PAGE)
    if len(ids) > MOST_ON_A_PAGE:
        too_many = _("A page can have at most %(most)s claims. Select fewer claims, or choose the report as a file.")
        messages.error(request, too_many % {"most": MOST_ON_A_PAGE})
        return None
    return HttpResponseRedirect(f"{report_address(ids)}&{urlencode({'back': request.GET.urlencode()})}")
