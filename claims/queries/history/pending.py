"""How much waits for verification and since when, and how many flags are open, for metrics."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Max, Min, Q

from claims.models import Flag, Standing, VerificationRun
from claims.models.run import DONE


class Pending(NamedTuple):
    """Claims that are marked or due, and when the first of them was marked (None: none is)."""

    marked: int
    marked_since: datetime | None
    due: int


def pending(now: datetime) -> Pending:
    """Return what waits for the next verification, whatever the policy."""
    marked = Standing.objects.filter(marked_at__isnull=False).aggregate(number=Count("pk"), since=Min("marked_at"))
    return Pending(marked["number"], marked["since"], Standing.objects.filter(due_at__lte=now).count())


def flags_by_code() -> dict[str, int]:
    """Return how many flags are open, by code, waived ones included."""
    # Only columns of the index of open flags, so that the index alone answers the query.
    rows = Flag.objects.filter(cleared_at=None).order_by().values_list("code").annotate(number=Count("*"))
    return dict(rows.order_by("code"))


class LastRun(NamedTuple):
    """The last runs over a scope: when the last began, and the last that was completed."""

    scope: str
    began_at: datetime
    completed_at: datetime | None


def last_runs() -> list[LastRun]:
    """Return the last runs of each scope."""
    rows = VerificationRun.objects.order_by().values_list("scope")
    found = rows.annotate(began=Max("started_at"), completed=Max("finished_at", filter=Q(state=DONE)))
    return [LastRun(*row) for row in found.order_by("scope")]
