"""Approval of unnamed sources: who may give it, and which approvals the current user may record."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from sources.models import Source
from sources.queries.approvers import APPROVE, approval_fault


def may_approve(request: HttpRequest) -> bool:
    """Return whether the user may approve unnamed sources, and so may see and enter why a name is withheld."""
    return request.user.is_active and request.user.has_perm(APPROVE)


def own_approval(request: HttpRequest, source: Source | None) -> list[tuple[str, str]] | None:
    """Return the approvals that the user may give: their own or none. Return None if they may not approve."""
    person = request.user
    if not may_approve(request) or not person.is_authenticated:
        return None
    name = person.get_username()
    return [] if approval_fault(source, name, person) else [(name, _("I approve it (%(name)s)") % {"name": name})]
