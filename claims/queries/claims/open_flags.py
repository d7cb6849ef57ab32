"""Which open flags call for attention: those that are not waived."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from claims.models import Flag


def waived(now: datetime) -> Q:
    """Return the flags that are waived now."""
    return Q(waived_until__gt=now)


def standing_flags(now: datetime) -> QuerySet[Flag]:
    """Return the flags that are open and not waived now."""
    return Flag.objects.filter(Q(waived_until=None) | Q(waived_until__lte=now), cleared_at=None)
