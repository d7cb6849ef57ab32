"""The desk's policy: in force now, then, or of a version."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from claims.models import DeskPolicy
from claims.policy.facts import Thresholds


def thresholds(version: int | None = None) -> Thresholds:
    """Return the desk's thresholds of a version, or those in force: the highest version, or the defaults (version 0)."""
    return _highest(DeskPolicy.objects.all() if version is None else DeskPolicy.objects.filter(version=version))


def thresholds_as_of(recorded: datetime) -> Thresholds:
    """Return the desk's thresholds that were in force at a record time."""
    return _highest(DeskPolicy.objects.filter(recorded_at__lte=recorded))


def _highest(rows: QuerySet[DeskPolicy]) -> Thresholds:
    row = rows.order_by("-version").values_list(*Thresholds._fields).first()
    return Thresholds() if row is None else Thresholds(*row)
