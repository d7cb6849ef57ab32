"""The conditions by which outsiders narrow the list of claims: they read what outsiders see, not what the desk sees.

Only the desk has waivers, so a waived flag counts as open here, as it does in the public body.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef, Q

from claims.models import Flag
from claims.policy.assess import DESK_ONLY
from claims.queries.claims.filters.conditions import at_least as at_least_at_the_desk
from claims.queries.claims.filters.conditions import at_most as at_most_at_the_desk
from claims.queries.claims.filters.conditions import retired as retired_to_desk
from claims.queries.merges.retired import going_on as going_on_at_the_desk

#: Most claims have no view of their own, because they look the same to everybody.
_SAME = Q(outside_view=None)


def with_status(statuses: Collection[str]) -> Q:
    """Return the condition that outsiders see one of these statuses."""
    return (_SAME & Q(standing__status__in=statuses)) | Q(outside_view__status__in=statuses)


def with_open_flag(code: str) -> Q:
    """Return the condition that outsiders see a flag."""
    return _flagged(Q(code=code), f",{code}:")


def with_severity(severity: str) -> Q:
    """Return the condition that outsiders see a flag of this severity."""
    return _flagged(Q(severity=severity), f":{severity},")


def at_least(origins: int) -> Q:
    """Return the condition that, to outsiders, at least this many independent origins certainly support a claim."""
    return _counted(at_least_at_the_desk(origins), at_least__gte=origins)


def at_most(origins: int) -> Q:
    """Return the condition that, to outsiders, at most this many independent origins can support a claim."""
    return _counted(at_most_at_the_desk(origins), at_most__lte=origins, open=False)


def _counted(at_the_desk: Q, **counts: Any) -> Q:
    own = {f"outside_view__support__{name}": value for name, value in counts.items()}
    return (Q(outside_view__support__isnull=True) & at_the_desk) | Q(**own)


def _flagged(which: Q, written: str) -> Q:
    flags = Flag.objects.filter(which, claim=OuterRef("pk"), cleared_at=None).exclude(code__in=DESK_ONLY)
    return (_SAME & Q(Exists(flags))) | Q(outside_view__flags__contains=written)


def going_on() -> Q:
    """Return the condition that outsiders see a claim as current: not merged, split or deleted."""
    return (_SAME & going_on_at_the_desk()) | Q(outside_view__retired=False, removed_at=None)


def retired(how: str) -> Q:
    """Return the condition that outsiders see a claim as merged, split or deleted, or ("any") possibly one of these."""
    found = retired_to_desk(how)
    return found & (_SAME | Q(outside_view__retired=True)) if how in ("merged", "split") else found
