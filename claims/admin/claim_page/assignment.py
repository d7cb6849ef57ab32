"""The button "Assign to me" on the page of a claim."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.translation import gettext as _

from claims.admin.asking import change_of
from claims.admin.claim_list.bulk_forms import assign_address
from claims.admin.claim_page.tabs import back_to
from claims.models import Claim
from claims.operations.claims.assignment import assign
from claims.operations.writing import OperationError
from factcheck.desk.admin_theme import DeskAdmin
from factcheck.desk.people import person_name
from sources.admin.pages import require, with_undo


def assign_page(request: HttpRequest, admin: DeskAdmin, claim: Claim) -> HttpResponse:  # noqa: ARG001
    """Assign a claim to the user, unless a colleague took it while the page was open."""
    require(request, (Claim, "change"))
    if request.method != "POST" or not isinstance(request.user, User):
        return HttpResponseNotAllowed(["POST"])
    back = HttpResponseRedirect(back_to(request, claim))
    if claim.assignee is not None and request.POST.get("assignee", "") != str(claim.assignee_id):
        taken = _("%(name)s has taken this claim in the meantime. It is not assigned to you.")
        messages.warning(request, taken % {"name": person_name(claim.assignee)})
        return back
    before = claim.assignee_id
    try:
        # On the revision just read: between this and the lock, nobody else can take it unseen.
        assign(claim.pk, request.user, change_of(request, "assigned", ""), expected={claim.pk: claim.revision})
    except OperationError as error:
        messages.error(request, str(error))
    else:
        undo = assign_address([claim.pk], before)
        messages.success(request, with_undo(_("The claim is assigned to you."), undo))
    return back
