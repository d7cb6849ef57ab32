"""Whose word an unnamed source needs before it is used, as far as the person may give or record it."""

from __future__ import annotations

from django.http import HttpRequest

from sources.queries.approvers import APPROVE, approvers


def approvers_for(request: HttpRequest) -> list[tuple[str, str]] | None:
    """Return who may be named as approving; None where the person may not, and leaves it to those who may."""
    return approvers() if request.user.is_active and request.user.has_perm(APPROVE) else None
