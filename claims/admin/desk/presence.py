"""The soft notice on the page of a claim: who else has it open, and what was saved since it was opened. It stops nobody."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.models import Claim
from claims.operations.desk.presence import note_closed, note_open
from claims.queries.desk.presence import Other, Saved, others_at, saved_since
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.pages import may


def presence_of(claim: Claim, request: HttpRequest) -> dict[str, Any]:
    """Note that the person has the claim open, and return what the notice shows."""
    if not isinstance(request.user, User):
        return {}
    now = timezone.now()
    if may(request, Claim, "change"):  # who only reads is in nobody's way
        note_open(request.user.pk, claim.pk, now)
    return {
        "presence": {
            "told": _told(others_at(claim.pk, request.user.pk, now), []),
            "address": reverse("admin:claims_claim_presence", args=[claim.pk]),
            "revision": claim.revision,
        }
    }


def presence_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:  # noqa: ARG001
    """Answer the page's question whether anybody else is there, every half minute while it is open."""
    if request.method != "POST" or not isinstance(request.user, User):
        return HttpResponseNotAllowed(["POST"])
    if "closed" in request.POST:
        note_closed(request.user.pk, claim.pk)
        return HttpResponse(status=204)
    now, seen = timezone.now(), request.POST.get("revision", "")
    if may(request, Claim, "change"):
        note_open(request.user.pk, claim.pk, now)
    saved = saved_since(claim.pk, int(seen)) if seen.isdecimal() and len(seen) < 10 else []
    return JsonResponse({"told": _told(others_at(claim.pk, request.user.pk, now), saved)})


def _told(others: list[Other], saved: list[Saved]) -> list[str]:
    told = []
    if others:
        names = ", ".join(f"{other.name} ({timezone.localtime(other.since):%H:%M})" for other in others)
        words = ngettext("Also open at the desk of %(names)s.", "Also open at the desks of %(names)s.", len(others))
        told.append(words % {"names": names})
    for row in saved[-3:]:
        at = f"{timezone.localtime(row.at):%H:%M}"
        values = {"actor": row.actor.removeprefix("user:"), "action": row.action, "number": row.number, "at": at}
        told.append(_("Saved since you opened it: revision %(number)s by %(actor)s, %(action)s, %(at)s.") % values)
    return told
