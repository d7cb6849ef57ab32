"""The actor and time of a change made on a page of the desk."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from claims.verification import Change
from sources.admin.pages import actor_of


def change_of(request: HttpRequest, action: str, reason: str = "") -> Change:
    """Return the change to pass to an operation: made now, by the current user."""
    return Change(timezone.now(), actor_of(request), action, reason, request.user.pk)
