"""The page that waives a flag of a claim until a date, or ends the waiver."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.actions import SeenForm, action_page, seen_of
from claims.admin.claim_page.tabs import back_to
from claims.models import Claim, Flag
from claims.operations.flags.waivers import end_waiver, waive
from claims.queries.claims.admin_lists import open_flag
from claims.verification import Change
from factcheck.desk.admin_theme import Day, DeskAdmin
from sources.admin.display import words
from sources.admin.pages import require, sent

#: The default number of days: enough for a weekend and a call back (a guess).
_DAYS = 7


class WaiveForm(SeenForm):
    until = forms.DateField(
        label=gettext_lazy("Until the end of"),
        widget=Day(),
        help_text=gettext_lazy("It ends earlier if the findings change."),
    )
    field_order = ("until", "reason")


def waive_flag(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Waive the open flag that the URL names, or end its waiver."""
    require(request, (Flag, "waive"))
    flag = open_flag(claim, request.GET.get("code", ""))
    if flag is None:
        raise Http404(_("This claim has no such open flag."))
    # One address for both: a colleague may have waived the flag since the page with the link was opened.
    ends = flag.waived_at is not None
    offered = timezone.localdate() + timedelta(days=_DAYS)
    form = (SeenForm if ends else WaiveForm)(sent(request), initial={**seen_of(claim), "until": offered.isoformat()})

    def run(change: Change, values: Mapping[str, Any], expected: Mapping[int, int]) -> None:
        if ends:
            end_waiver([claim.pk], {flag.code}, change, expected=expected)
        else:
            waive([claim.pk], {flag.code}, change, until=_end_of(values["until"]), expected=expected)

    button = _("End the waiver") if ends else _("Waive")
    return action_page(
        request,
        admin,
        form,
        [claim],
        run,
        recorded_as="waiver ended" if ends else "waived",
        message=_("The waiver of “%(flag)s” has ended.") % {"flag": words(flag.code)}
        if ends
        else _("“%(flag)s” is waived. The status does not change.") % {"flag": words(flag.code)},
        title=f"{button}: {words(flag.code)}",
        done=back_to(request, claim),
        button=button,
        explanation=f"“{claim.text}”\n{flag.reason}",
    )


def _end_of(day: Any) -> datetime:
    # Editors think in days: a waiver until Friday includes Friday.
    return timezone.make_aware(datetime.combine(day, time.max))
