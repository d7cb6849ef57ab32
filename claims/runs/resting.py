"""Runs leave editors the processors: while somebody writes, a worker rests as long as it worked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from claims.models import Revision

#: The longest rest in seconds, so that a worker that is to end does not keep it waiting.
LONGEST: Final = 5.0
#: Revisions looked through for one by a person: more than the chunks of a few workers append.
_LAST: Final = 20_000
_MACHINES: Final = ("job:", "command:")


def rest_after(seconds: float, now: datetime) -> float:
    """Return how many seconds to rest after ``seconds`` of work that end ``now``: none if nobody wrote meanwhile."""
    newest = Revision.objects.order_by("-id").values_list("id", flat=True).first() or 0
    meanwhile = Revision.objects.filter(id__gt=newest - _LAST, at__gte=now - timedelta(seconds=seconds))
    for machine in _MACHINES:
        meanwhile = meanwhile.exclude(actor__startswith=machine)
    return min(seconds, LONGEST) if meanwhile.exists() else 0.0
