"""A person's inbox, and the page on which they hand their claims over at the end of a shift."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.admin.asking import change_of
from claims.admin.claim_list.bulk_forms import assign_address
from claims.admin.desk.sidebar import may_read
from claims.admin.refusals import REFUSALS
from claims.models import Claim
from claims.operations.claims.assignment import hand_over
from claims.operations.desk.notices import mark_seen
from claims.operations.desk.visits import note_visit
from claims.queries.desk.inbox import Happened, colleagues_of, happened_since, held_by, inbox_of
from claims.queries.desk.people import reads_comments
from claims.runs.selected import MOST_CHANGED
from factcheck.desk.admin_theme import Area, Checkboxes, DeskAdmin, Select
from factcheck.desk.people import actor_name, person_name
from sources.admin.display import titled, words
from sources.admin.pages import form_page, may, page, sent


def inbox_urls(admin: DeskAdmin) -> list[URLPattern]:
    """Return the URLs of these pages, which must come before the admin's own."""
    wrap = admin.admin_site.admin_view
    return [
        path("inbox/", wrap(lambda request: inbox_page(request, admin)), name="claims_claim_inbox"),
        path("hand-over/", wrap(lambda request: hand_over_page(request, admin)), name="claims_claim_hand_over"),
    ]


def inbox_page(request: HttpRequest, admin: DeskAdmin) -> HttpResponse:
    """Show what waits for the user. On POST, mark a notice as seen, or all of them."""
    if not may_read(request, "claims_claim"):
        raise PermissionDenied
    user: Any = request.user
    now = timezone.now()
    if request.method == "POST":
        number = request.POST.get("notice", "")
        # 18 digits always fit into a database id.
        mark_seen(
            user.pk, None if number == "all" else [int(number)] if number.isdecimal() and len(number) < 19 else [], at=now
        )
        return HttpResponseRedirect(reverse("admin:claims_claim_inbox"))
    before = note_visit(user.pk, now)
    return page(
        request,
        admin,
        "admin/desk/inbox.html",
        media=admin.media,
        title=_("Inbox"),
        inbox=inbox_of(user, now),
        now=now,
        before=before,
        ago=timesince(before, now, depth=1) if before else "",
        happened=[_happened(one) for one in happened_since(user, before)] if before else [],
        reads_comments=reads_comments(user),
        hand_over=reverse("admin:claims_claim_hand_over") if may(request, Claim, "add") else "",
    )


def _happened(one: Happened) -> dict[str, Any]:
    """Return a claim with a line for each kind of change by each person, the latest first, and its new flags."""
    done = Counter((actor_name(row.actor), words(row.action)) for row in one.revisions)
    lines = [f"{who}: {what}" + (f" ×{times}" if times > 1 else "") for (who, what), times in done.items()]
    if one.comments:
        lines.append(ngettext("%(number)s new comment", "%(number)s new comments", one.comments) % {"number": one.comments})
    return {"claim": one.claim, "lines": lines, "flags": one.flags}


class HandOverForm(forms.Form):
    to: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        queryset=None, widget=Select(), label=gettext_lazy("To"), empty_label=gettext_lazy("Choose …")
    )
    claims = forms.MultipleChoiceField(
        widget=Checkboxes(),
        label=gettext_lazy("Claims"),
        help_text=gettext_lazy("All claims that you hold are chosen; untick those that you keep."),
    )
    note = forms.CharField(
        required=False,
        widget=Area(rows=3),
        max_length=2_000,
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("What your colleague has to know. It is stored with the change, and shown in the inbox."),
    )

    def __init__(self, data: Any, person: Any) -> None:
        super().__init__(data)
        to: Any = self.fields["to"]
        to.queryset, to.label_from_instance = colleagues_of(person), person_name
        held = held_by(person).order_by("priority", "id")[:MOST_CHANGED]
        claims: Any = self.fields["claims"]
        claims.choices = [(str(claim.pk), titled(claim, 120)) for claim in held]
        claims.initial = [value for value, _label in claims.choices]


def hand_over_page(request: HttpRequest, admin: DeskAdmin) -> HttpResponse:
    """Hand claims of the user over to a colleague."""
    if not may(request, Claim, "add"):
        raise PermissionDenied
    user: Any = request.user
    inbox = reverse("admin:claims_claim_inbox")
    form = HandOverForm(sent(request), user)
    if request.method == "GET" and not form.fields["claims"].choices:  # type: ignore[attr-defined]
        messages.info(request, _("No claim is assigned to you, so there is nothing to hand over."))
        return HttpResponseRedirect(inbox)

    moved: list[int] = []

    def save(values: Mapping[str, Any]) -> str:
        change = change_of(request, "assigned", values["note"])
        moved.extend(hand_over(user, values["to"], change, chosen=[int(pk) for pk in values["claims"]]))
        said = ngettext(
            "%(number)s claim is handed over to %(name)s.", "%(number)s claims are handed over to %(name)s.", len(moved)
        )
        return said % {"number": len(moved), "name": person_name(values["to"])}

    return form_page(
        request,
        admin,
        form,
        title=_("Hand over your claims"),
        save=save,
        done=inbox,
        undo=lambda: assign_address(moved, user.pk) if may(request, Claim, "change") else "",
        refusals=REFUSALS,
        button=_("Hand over"),
        explanation=_("Your colleague finds them in the inbox. Each claim’s history records it as an assignment."),
    )
