"""Which claims a command or job is about."""

from __future__ import annotations

from collections.abc import Sequence

from claims.models import Claim


def ids_of_keys(keys: Sequence[str]) -> list[int]:
    """Return the ids of the claims with these keys."""
    return list(Claim.objects.filter(key__in=keys).order_by("id").values_list("id", flat=True))


def ids_of_all() -> list[int]:
    """Return the ids of all claims."""
    return list(Claim.objects.order_by("id").values_list("id", flat=True))
