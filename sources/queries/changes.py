"""Changes of sources: those not yet applied to claims, and the last one."""

from __future__ import annotations

from datetime import datetime

from factcheck.database.prepared import Prepared
from sources.models import SourceChange


def waiting_changes(limit: int) -> list[SourceChange]:
    """Return the oldest changes not yet applied."""
    return list(SourceChange.objects.filter(applied_at=None).select_related("source").order_by("id")[:limit])


def changes_wait() -> bool:
    """Return whether there are changes not yet applied."""
    return bool(_WAITING.rows())


_WAITING = Prepared(lambda: SourceChange.objects.filter(applied_at=None).order_by("id").values_list("id")[:1])


def waiting_since() -> datetime | None:
    """Return when the oldest change not yet applied was made; None if all are applied."""
    return SourceChange.objects.filter(applied_at=None).order_by("id").values_list("at", flat=True).first()


def waiting_changes_since(last: int) -> list[SourceChange]:
    """Return the changes after the id ``last`` that are not yet applied."""
    return list(SourceChange.objects.filter(applied_at=None, id__gt=last).select_related("source").order_by("id"))


def last_change_at() -> datetime | None:
    """Return the time of the last change of a source, which no later change precedes; None before the first."""
    return next((at for (at,) in _LAST_CHANGE.rows()), None)


_LAST_CHANGE = Prepared(lambda: SourceChange.objects.order_by("-id").values_list("at")[:1])


def last_change_id() -> int:
    """Return the id of the last change of any source; 0 before the first."""
    return SourceChange.objects.order_by("-id").values_list("id", flat=True).first() or 0
