"""The notice on the page of a claim: who else has it open, and what was saved since. It locks nothing."""

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
from factcheck.desk.people import actor_name
from sources.admin.display import words
from sources.admin.pages import may


def presence_of(claim: Claim, request: HttpRequest) -> dict[str, Any]:
    """Record that the user has the claim open, and return the template context of the notice."""
    if not isinstance(request.user, User):
        return {}
    now = timezone.now()
    if may(request, Claim, "change"):  # readers cause no conflicts
        note_open(request.user.pk, claim.pk, now)
    return {
        "presence": {
            "lines": _lines(others_at(claim.pk, request.user.pk, now), []),
            "address": reverse("admin:claims_claim_presence", args=[claim.pk]),
            "revision": claim.revision,
        }
    }


def presence_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:  # noqa: ARG001
    """Return the lines of the notice. An open page requests them every 30 seconds."""
    if request.method != "POST" or not isinstance(request.user, User):
        return HttpResponseNotAllowed(["POST"])
    if "closed" in request.POST:
        note_closed(request.user.pk, claim.pk)
        return HttpResponse(status=204)
    now, seen = timezone.now(), request.POST.get("revision", "")
    if may(request, Claim, "change"):
        note_open(request.user.pk, claim.pk, now)
    saved = saved_since(claim.pk, int(seen)) if seen.isdecimal() and len(seen) < 10 else []
    return JsonResponse({"lines": _lines(others_at(claim.pk, request.user.pk, now), saved)})


def _lines(others: list[Other], saved: list[Saved]) -> list[str]:
    lines = []
    if others:
        names = ", ".join(f"{other.name} ({timezone.localtime(other.since):%H:%M})" for other in others)
        shown = ngettext("Also open: %(names)s.", "Also open: %(names)s.", len(others))
        lines.append(shown % {"names": names})
    for row in saved[-3:]:
        at = f"{timezone.localtime(row.at):%H:%M}"
        values = {"actor": actor_name(row.actor), "action": words(row.action), "number": row.number, "at": at}
        lines.append(_("Saved since you opened it: revision %(number)s by %(actor)s, %(action)s, %(at)s.") % values)
    return lines
