"""What is put into inboxes when claims are assigned, and what a person marks as seen there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.contrib.auth.models import User

from claims.models import Notice
from claims.verification import Change
from factcheck.database.lookups import among


def tell_assigned(claim_ids: Collection[int], assignee: User | None, dated: Change) -> None:
    """Put claims into the inbox of the colleague to whom they were assigned, within a write already started.

    Nobody is told of what they took themselves. Whoever held a claim before has nothing to do about it any more.
    """
    Notice.objects.filter(among("claim_id", sorted(claim_ids)), comment=None, seen_at=None).update(seen_at=dated.at)
    if assignee is None or assignee.pk == dated.person:
        return
    told = {"person": assignee, "at": dated.at, "actor": dated.actor, "text": dated.reason}
    Notice.objects.bulk_create([Notice(claim_id=claim, **told) for claim in sorted(claim_ids)])


def mark_seen(person: int, notices: Iterable[int] | None, *, at: datetime) -> int:
    """Mark notices of a person as seen, or all of them; return how many were new. Those of others are left as they are."""
    rows = Notice.objects.filter(person=person, seen_at=None)
    if notices is not None:
        rows = rows.filter(pk__in=list(notices))
    return rows.update(seen_at=at)
