"""The button "Assign to me" on the page of a claim."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.translation import gettext as _

from claims.admin.asking import change_of
from claims.admin.claim_page.tabs import back_to
from claims.models import Claim
from claims.operations.claims.assignment import assign
from claims.operations.writing import OperationError
from factcheck.desk.admin_theme import DeskAdmin
from sources.admin.pages import require


def assign_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:  # noqa: ARG001
    """Assign a claim to the user, unless a colleague took it while the page was open."""
    require(request, (Claim, "change"))
    if request.method != "POST" or not isinstance(request.user, User):
        return HttpResponseNotAllowed(["POST"])
    back = HttpResponseRedirect(back_to(request, claim))
    if claim.assignee is not None and request.POST.get("assignee", "") != str(claim.assignee_id):
        taken = _("%(name)s has taken this claim in the meantime. It is not assigned to you.")
        messages.warning(request, taken % {"name": claim.assignee.get_username()})
        return back
    try:
        # On the revision just read: between this and the lock, nobody else can take it unseen.
        assign(claim.pk, request.user, change_of(request, "assigned", ""), expected={claim.pk: claim.revision})
    except OperationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The claim is assigned to you."))
    return back
