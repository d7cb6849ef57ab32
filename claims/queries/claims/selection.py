"""Which claims a command or job works on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.db.models import Q

from claims.models import Claim, Standing, VerificationRun
from claims.models.run import ALL, DONE, DUE
from claims.policy.assess import policy_version
from claims.queries.facts.current import of
from claims.queries.policy.rules_in_force import by_installed_rules, in_force
from claims.queries.policy.versions import thresholds

_BATCH = 1000


def ids_of_keys(keys: Sequence[str]) -> list[int]:
    """Return the ids of the claims with these keys."""
    return list(Claim.objects.filter(key__in=keys).order_by("id").values_list("id", flat=True))


def ids_of_all() -> list[int]:
    """Return the ids of all claims."""
    return list(Claim.objects.order_by("id").values_list("id", flat=True))


def ids_after(after: int, limit: int) -> list[int]:
    """Return the next ids of claims after an id, in ascending order, without deleted claims."""
    return list(Claim.objects.filter(pk__gt=after, removed_at=None).order_by("id").values_list("id", flat=True)[:limit])


def count_after(after: int, limit: int | None) -> int:
    """Return how many claims have an id above one, up to a limit, not counting deleted ones."""
    return Claim.objects.filter(pk__gt=after, removed_at=None)[:limit].count()


def ids_within(ids: range) -> list[int]:
    """Return the ids of the claims in a range, in ascending order."""
    return list(Claim.objects.filter(of("id", ids)).order_by("id").values_list("id", flat=True))


def count_within(ids: range) -> int:
    """Return how many claims have an id in a range, not counting deleted ones."""
    return Claim.objects.filter(of("id", ids), removed_at=None).count()


def key_of(pk: int) -> str:
    """Return the key of a claim."""
    return Claim.objects.values_list("key", flat=True).get(pk=pk)


def claims_of_keys(keys: Iterable[str]) -> dict[str, int]:
    """Return the ids of the existing claims among these keys."""
    return dict(Claim.objects.filter(key__in=sorted(keys)).values_list("key", "id"))


def keys_beginning(starts: Iterable[str]) -> set[str]:
    """Return the keys of claims that begin with one of these texts, deleted claims included."""
    begun = Q()
    for start in starts:
        begun |= Q(key__startswith=start)
    return set(Claim.objects.filter(begun).values_list("key", flat=True)) if begun else set()


def keys_of(ids: Iterable[int]) -> dict[int, str]:
    """Return the keys of these claims."""
    return dict(Claim.objects.filter(of("id", sorted(ids))).values_list("id", "key"))


def waiting(version: str) -> Q:
    """Return the condition on standings that the next verification under the policy ``version`` visits, whatever the time.

    These are the marked ones, and, until a first run under this policy is done, those assessed under another policy; those
    assessed by other rules only once the installed ones are in force.
    """
    marked = Q(marked_at__isnull=False)
    done = VerificationRun.objects.filter(state=DONE, scope__in=(DUE, ALL), policy_version=version)
    if done.exists():
        return marked
    return marked | (~Q(policy_version=version) & (by_installed_rules() | Q(in_force())))


def waiting_claims() -> int:
    """Return how many claims wait for the next verification: the records that they rest on, or the policy, changed."""
    return Standing.objects.filter(waiting(policy_version(thresholds()))).count()


def is_waiting(standing: Standing) -> bool:
    """Return whether a claim waits for the next verification."""
    if standing.marked_at is not None:
        return True
    version = policy_version(thresholds())
    return standing.policy_version != version and Standing.objects.filter(waiting(version), pk=standing.pk).exists()


def texts_of(keys: Iterable[str]) -> dict[str, str]:
    """Return the texts of claims by key."""
    return dict(Claim.objects.filter(key__in=list(keys)).values_list("key", "text"))


class StoredResult(NamedTuple):
    """The stored state of a claim; the results are None if it could never be assessed."""

    key: str
    text: str
    status: str
    explanation: str | None
    result: dict[str, Any] | None
    error: str  # why the last verification failed, if it did


def stored_results(ids: Sequence[int] | None) -> Iterator[StoredResult]:
    """Yield the stored state of the claims ``ids`` (None: all), ordered by key."""
    columns = ("claim__key", "claim__text", "status", "assessment__explanation", "assessment__result", "error")
    rows = Standing.objects.all() if ids is None else Standing.objects.filter(of("claim_id", ids))
    yield from map(StoredResult._make, rows.order_by("claim__key").values_list(*columns).iterator(chunk_size=_BATCH))


def ids_by_key(keys: Sequence[str] = ()) -> list[int]:
    """Return the ids of the claims with these keys (none: of all), ordered by key."""
    claims = Claim.objects.filter(key__in=keys) if keys else Claim.objects.all()
    return list(claims.order_by("key").values_list("id", flat=True))
