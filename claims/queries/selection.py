"""Which claims a command or job is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claims.models import Claim


def ids_of_keys(keys: Sequence[str]) -> list[int]:
    """Return the ids of the claims with these keys."""
    return list(Claim.objects.filter(key__in=keys).order_by("id").values_list("id", flat=True))


def ids_of_all() -> list[int]:
    """Return the ids of all claims."""
    return list(Claim.objects.order_by("id").values_list("id", flat=True))


def texts_of(keys: Iterable[str]) -> dict[str, str]:
    """Return the texts of claims by key."""
    return dict(Claim.objects.filter(key__in=list(keys)).values_list("key", "text"))
