"""Whose word an unnamed source needs before it is used, as far as the person may give or record it."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from sources.models import Source
from sources.queries.approvers import APPROVE, approval_fault


def may_approve(request: HttpRequest) -> bool:
    """Tell whether the person may approve unnamed sources, and so see and say why a name was withheld."""
    return request.user.is_active and request.user.has_perm(APPROVE)


def own_approval(request: HttpRequest, source: Source | None) -> list[tuple[str, str]] | None:
    """Return the approvals of a source that the person may give, which is their own or none; None: they may not approve."""
    person = request.user
    if not may_approve(request) or not person.is_authenticated:
        return None
    name = person.get_username()
    return [] if approval_fault(source, name, person) else [(name, _("I approve it (%(name)s)") % {"name": name})]
