"""The desk's policy: the current one, the one at a time, or one version."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from claims.models import DeskPolicy
from claims.policy.facts import Thresholds
from factcheck.database.prepared import Prepared

_COLUMNS = (
    "min_on_record", "min_disinterested", "shelf_life_days", "outcome_grace_days", "version", "severities", "switched_off",
    "dead_link_checks", "dead_link_hours", "unreachable_days",
)  # fmt: skip


def thresholds(version: int | None = None) -> Thresholds:
    """Return the desk's thresholds of a version, or the current ones: the highest version, or the defaults (version 0)."""
    if version is not None:
        return _highest(DeskPolicy.objects.filter(version=version))
    rows = _IN_FORCE.rows()
    return _thresholds(rows[0]) if rows else Thresholds()


_IN_FORCE = Prepared(lambda: DeskPolicy.objects.filter(version__isnull=False).order_by("-version").values_list(*_COLUMNS)[:1])


def thresholds_as_of(recorded: datetime) -> Thresholds:
    """Return the desk's thresholds that were in force at a record time."""
    return _highest(DeskPolicy.objects.filter(version__isnull=False, recorded_at__lte=recorded))


def thresholds_of(draft: DeskPolicy) -> Thresholds:
    """Return the thresholds of a draft, as version 0: its results are never stored."""
    return _thresholds(tuple(getattr(draft, name) for name in _COLUMNS))


def _highest(rows: QuerySet[DeskPolicy]) -> Thresholds:
    row = rows.order_by("-version").values_list(*_COLUMNS).first()
    return Thresholds() if row is None else _thresholds(row)


def _thresholds(row: tuple[Any, ...]) -> Thresholds:
    on_record, disinterested, shelf_life, grace, version, severities, switched_off, *dead = row
    flags = tuple(sorted(severities.items())), frozenset(switched_off)
    return Thresholds(on_record, disinterested, shelf_life, grace, version or 0, *flags, *dead)


def policy_of(pk: int) -> DeskPolicy | None:
    """Return a policy or a draft by its id, or None."""
    return DeskPolicy.objects.filter(pk=pk).first()


def drafts() -> list[DeskPolicy]:
    """Return the drafts that were neither put in force nor dropped, newest first."""
    return list(DeskPolicy.objects.filter(version=None, dropped_at=None).order_by("-id"))


def versions(before: int | None, limit: int) -> list[DeskPolicy]:
    """Return the versions before one (None: the latest), newest first."""
    rows = DeskPolicy.objects.filter(version__isnull=False)
    if before is not None:
        rows = rows.filter(version__lt=before)
    return list(rows.order_by("-version")[:limit])


def version_of(number: int) -> DeskPolicy | None:
    """Return a version of the policy, or None; version 0, the defaults, has no record."""
    return DeskPolicy.objects.filter(version=number).first()


def draft_page(before: int | None, limit: int) -> list[DeskPolicy]:
    """Return the drafts before a number that were neither put in force nor dropped (None: the latest), newest first."""
    rows = DeskPolicy.objects.filter(version=None, dropped_at=None)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows.order_by("-pk")[:limit])
