"""The desk's policy in force."""

from __future__ import annotations

from claims.models import DeskPolicy
from claims.policy.facts import Thresholds


def thresholds(version: int | None = None) -> Thresholds:
    """Return the desk's thresholds of a version, or those in force: the highest version, or the defaults (version 0)."""
    rows = DeskPolicy.objects.all() if version is None else DeskPolicy.objects.filter(version=version)
    row = rows.order_by("-version").values_list(*Thresholds._fields).first()
    return Thresholds() if row is None else Thresholds(*row)
