"""The page of a claim as of a past time: its revision, flags and reasons then."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.claim_page.tabs import back_to
from claims.admin.help.flag_tags import flag_tag
from claims.models import Claim
from claims.queries.history.revisions import written_at
from claims.runs.report import interval
from factcheck.dates.partial_dates import PartialDateError
from factcheck.desk.admin_theme import DeskAdmin, Moment, Text
from sources.admin.display import tag, titled
from sources.admin.pages import page


class AsOfForm(forms.Form):
    """A record time or a revision, and optionally the latest date of statements to include."""

    revision = forms.IntegerField(required=False, min_value=1)
    recorded = forms.DateTimeField(
        required=False,
        widget=Moment(),
        label=gettext_lazy("Recorded until"),
        help_text=gettext_lazy("In the desk's time zone. Leave empty to use the revision."),
    )
    said = forms.CharField(
        required=False,
        max_length=40,
        widget=Text(),
        label=gettext_lazy("Said until"),
        help_text=gettext_lazy("2024, 2024-06 or 2024-06-10. The claim is reassessed from what had been said by then."),
    )

    def __init__(self, *args: Any, last: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["revision"].widget = forms.NumberInput(
            attrs={"type": "range", "min": 1, "max": last, "class": "desk-range", "data-shows": "as-of-revision"}
        )


def as_of_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:
    """Show the claim as of a past time."""
    last = max(claim.revision, 1)
    # Bound in any case, so that the page without parameters shows the last revision instead of an empty form.
    form = AsOfForm(request.GET or {"revision": last}, last=last)
    held = None
    if form.is_valid():
        try:
            held = claim.as_of(recorded=_record_time(claim, form.cleaned_data), said=form.cleaned_data["said"])
        except PartialDateError as error:
            form.add_error("said", str(error))
    return page(
        request,
        admin,
        "admin/claims/claim/as_of.html",
        title=_("%(key)s as of a past time") % {"key": titled(claim)},
        original=claim,
        form=form,
        last=last,
        back=back_to(request, claim),
        held=held if held and held.revision is not None else None,
        shown=_shown(held) if held and held.revision is not None else {},
        nothing=held is not None and held.revision is None,
        media=admin.media + form.media,
    )


def _record_time(claim: Claim, values: dict[str, Any]) -> datetime:
    """Return the requested record time. For a revision, this is the time at which it was written."""
    if values["recorded"]:
        return values["recorded"]  # type: ignore[no-any-return]
    # A new claim has no revision yet.
    return written_at(claim, values["revision"] or claim.revision) or timezone.now()


def _shown(held: Any) -> dict[str, Any]:
    body = json.loads(held.body)
    # From the body of that time: a source may have another name now.
    names = {source["key"]: source["name"] for source in body["sources"]}
    return {
        "text": body["text"],
        "status": tag(held.status, held.status),
        "sides": [(title, interval(side)) for title, side in ((_("Support"), held.support), (_("Denial"), held.denial))],
        "flags": [(flag_tag(flag.code, flag.severity), flag.reason) for flag in held.flags],
        "attributions": [(names.get(row["source"], row["source"]), row) for row in body["attributions"]],
    }
