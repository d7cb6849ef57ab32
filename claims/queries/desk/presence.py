"""Who else has a claim open, and what was saved in it since."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from claims.models import OpenClaim, Revision

#: A browser silent for this long has closed the page, or sleeps. It reports every half minute.
GONE_AFTER: Final = timedelta(seconds=90)


class Other(NamedTuple):
    """A colleague who has the claim open."""

    name: str
    since: datetime


class Saved(NamedTuple):
    """A revision that a page does not show yet."""

    number: int
    actor: str
    action: str
    at: datetime


def others_at(claim_id: int, user_id: int, now: datetime) -> list[Other]:
    """Return the colleagues who have a claim open, in the order in which they opened it."""
    rows = OpenClaim.objects.filter(claim=claim_id, seen_at__gte=now - GONE_AFTER).exclude(user=user_id)
    columns = ("user__first_name", "user__last_name", "user__username", "opened_at")
    found = rows.order_by("opened_at", "id").values_list(*columns)
    return [Other(f"{first} {last}".strip() or username, since) for first, last, username, since in found]


def saved_since(claim_id: int, revision: int) -> list[Saved]:
    """Return the revisions of a claim after the one that a page shows, oldest first."""
    later = Revision.objects.filter(claim=claim_id, number__gt=revision).order_by("number")
    return [Saved._make(row) for row in later.values_list("number", "actor", "action", "at")]
