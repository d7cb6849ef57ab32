"""What happens when somebody leaves the desk: their sessions end. What they recorded, and their drafts, stay."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from claims.operations.webhooks.subscriptions import pause_orphaned
from claims.verification import Change
from factcheck.access.accounts import end_sessions
from factcheck.access.operations import revoke_tokens_of

REASON = "Their account was closed."


@transaction.atomic
def shut_out(person: User, *, at: datetime, actor: str) -> None:
    """End the sessions and tokens of a person for good, and pause their webhooks, which a colleague may resume."""
    end_sessions(person)
    revoke_tokens_of(person, at=at, actor=actor, reason=REASON)
    # Paused and not ended: the systems behind them are the newsroom's, and would miss what happens (decision 23).
    pause_orphaned(Change(at, actor, "", REASON), person)
