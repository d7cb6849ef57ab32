"""Which claims a command or job is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from claims.models import Claim, Standing
from claims.queries.facts import of

_BATCH = 1000


def ids_of_keys(keys: Sequence[str]) -> list[int]:
    """Return the ids of the claims with these keys."""
    return list(Claim.objects.filter(key__in=keys).order_by("id").values_list("id", flat=True))


def ids_of_all() -> list[int]:
    """Return the ids of all claims."""
    return list(Claim.objects.order_by("id").values_list("id", flat=True))


def texts_of(keys: Iterable[str]) -> dict[str, str]:
    """Return the texts of claims by key."""
    return dict(Claim.objects.filter(key__in=list(keys)).values_list("key", "text"))


def stored_results(ids: Sequence[int]) -> Iterator[tuple[str, str, str, str, dict[str, Any]]]:
    """Yield key, text, status, explanation and result of claims as they stand stored."""
    columns = ("claim__key", "claim__text", "status", "assessment__explanation", "assessment__result")
    for start in range(0, len(ids), _BATCH):
        batch = Standing.objects.filter(of("claim_id", ids[start : start + _BATCH]), assessment__isnull=False)
        yield from batch.values_list(*columns)


def errors_of(ids: Sequence[int]) -> dict[str, str]:
    """Return why the last verification of claims failed, by key, of those for which it did."""
    found: dict[str, str] = {}
    for start in range(0, len(ids), _BATCH):
        failed = Standing.objects.filter(of("claim_id", ids[start : start + _BATCH])).exclude(error="")
        found.update(failed.values_list("claim__key", "error"))
    return found
