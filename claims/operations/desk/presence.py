"""Recording who has a claim open. It is not a write to the claim: it leaves no revision and locks nothing."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from django.db import OperationalError

from claims.models import OpenClaim
from claims.queries.desk.presence import GONE_AFTER

#: Older rows are useless.
_FORGOTTEN_AFTER: Final = timedelta(hours=1)


def note_open(user_id: int, claim_id: int, now: datetime) -> None:
    """Record that a person has a claim open now; after a gap it counts as opened again."""
    with suppress(OperationalError):  # SQLite is locked by a verification; showing the page matters more
        known = OpenClaim.objects.filter(user=user_id, claim=claim_id)
        if known.filter(seen_at__gte=now - GONE_AFTER).update(seen_at=now):
            return
        if known.update(opened_at=now, seen_at=now):
            return
        OpenClaim.objects.filter(seen_at__lt=now - _FORGOTTEN_AFTER).delete()
        row = OpenClaim(user_id=user_id, claim_id=claim_id, opened_at=now, seen_at=now)
        OpenClaim.objects.bulk_create([row], ignore_conflicts=True)


def note_closed(user_id: int, claim_id: int) -> None:
    """Record that a person has closed a claim."""
    with suppress(OperationalError):
        OpenClaim.objects.filter(user=user_id, claim=claim_id).delete()
