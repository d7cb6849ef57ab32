"""Who asks for a change on the desk, and when: what every write through a page is kept with."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from claims.verification import Change
from sources.admin.pages import actor_of


def change_of(request: HttpRequest, action: str, reason: str = "") -> Change:
    """Return the change that operations are given: now, by the person at work."""
    return Change(timezone.now(), actor_of(request), action, reason, request.user.pk)
