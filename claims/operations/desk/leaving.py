"""What happens when somebody leaves the desk: every door closes. What they recorded, and their drafts, stay."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from claims.operations.webhooks.subscriptions import pause_orphaned
from claims.verification import Change
from factcheck.access.operations import revoke_tokens_of
from factcheck.signin.operations import take_ways_in

REASON = "Their account was closed."


def has_left(person: User) -> bool:
    """Return whether an account lets nobody do anything any more: closed, not of the staff, or without role and permission."""
    if not (person.is_active and person.is_staff):
        return True
    return not (person.is_superuser or person.groups.exists() or person.user_permissions.exists())


@transaction.atomic
def shut_out(person: User, *, at: datetime, actor: str) -> None:
    """End the sessions and tokens of a person for good, remove their devices and links to an OpenID Connect provider.

    Their webhooks are paused; a colleague may resume them. An unfinished sign-in is refused when it ends.
    """
    take_ways_in(person)
    revoke_tokens_of(person, at=at, actor=actor, reason=REASON)
    # Paused and not ended: the systems behind them are the newsroom's, and would miss what happens (decision 23).
    pause_orphaned(Change(at, actor, "", REASON), person)
