"""Claims that were merged, split or deleted: what replaced each, and what a merge or split brought there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from claims.models import Attribution, Citation, Claim, Decision
from claims.queries.facts.current import of
from claims.vocabulary import MERGED, RETIRING, SPLIT
from factcheck.database.prepared import PreparedOf

REMOVED: Final = "removed"

#: The kinds in the ``about`` of a merge: what was copied, and what was already there and counts for both.
ATTRIBUTION, SAME, INTEREST, RELATION, RELATION_HERE, TOPIC, CLAIM = (
    "attribution", "same", "interest", "relation", "relation_from", "topic", "claim",
)  # fmt: skip


class Retired(NamedTuple):
    """A claim that was merged, split or deleted: how, and the keys of the claims that replaced it (none if deleted)."""

    how: str  # MERGED, SPLIT or REMOVED
    key: str
    into: tuple[str, ...] = ()


def retired_among(ids: Iterable[int]) -> dict[int, Retired]:
    """Return those of the claims ``ids`` that were merged, split or deleted."""
    wanted = sorted(set(ids))
    found: dict[int, Retired] = {}
    for claim, key, about in _SPLITS.rows(wanted):
        found[claim] = Retired(SPLIT, key, tuple(name for record, name in about if record == CLAIM))
    ended = [Claim.from_db(connection.alias, _OF_ENDED, row) for row in _ENDED.rows(wanted)]
    ends = _ends([one for one in ended if one.removed_at is None])
    for one in ended:
        found[one.pk] = Retired(MERGED, one.key, (ends[one.pk].key,)) if one.pk in ends else Retired(REMOVED, one.key)
    return found


_SPLITS: Final = PreparedOf(
    "claim_id",
    lambda these: Decision.objects.filter(these, kind=SPLIT, struck_at=None).values_list("claim_id", "claim__key", "about"),
)
#: In the order of the model, because values are passed by position.
_OF_ENDED: Final = ("id", "key", "merged_into_id", "removed_at")
_ENDED: Final = PreparedOf(
    "id",
    lambda these: (
        Claim.objects.filter(these)
        .filter(Q(merged_into__isnull=False) | Q(removed_at__isnull=False))
        .order_by("id")
        .values_list(*_OF_ENDED)
    ),
)


def surviving_claim(claim: Claim) -> Claim:
    """Return the claim itself or, if it was merged, the end of its chain of merges.

    That claim may have been deleted since (``removed_at``).
    """
    return claim if claim.removed_at is not None else _ends([claim])[claim.pk]


def _ends(claims: Iterable[Claim]) -> dict[int, Claim]:
    """Return for each claim the end of its chain of merges, in as many queries as the longest chain has steps."""
    starts = {claim.pk: claim for claim in claims}
    known = dict(starts)
    while missing := {one.merged_into_id for one in known.values() if one.merged_into_id} - known.keys():
        known |= Claim.objects.in_bulk(missing)
    return {pk: _followed(claim, known) for pk, claim in starts.items()}


def _followed(claim: Claim, known: Mapping[int, Claim]) -> Claim:
    seen = {claim.pk}
    while claim.merged_into_id is not None and claim.merged_into_id not in seen:
        seen.add(claim.merged_into_id)
        claim = known[claim.merged_into_id]
    return claim


def going_on() -> Q:
    """Return the condition that a claim is open: neither merged nor split nor deleted."""
    return Q(merged_into=None, removed_at=None) & ~was_split()


def retired_claims() -> QuerySet[Any, int]:
    """Return the ids of all merged, split and deleted claims. It is a union, so that each part uses its own index."""
    merged = Claim.objects.alone().filter(merged_into__isnull=False).order_by().values_list("pk", flat=True)
    removed = Claim.objects.alone().filter(removed_at__isnull=False).order_by().values_list("pk", flat=True)
    split = Decision.objects.filter(kind=SPLIT, struck_at=None).order_by().values_list("claim_id", flat=True)
    return merged.union(removed, split)


def was_split() -> Q:
    """Return the condition that a claim was split into parts."""
    return Q(Exists(Decision.objects.filter(claim=OuterRef("pk"), kind=SPLIT, struck_at=None)))


def move_of(claim_id: int, *kinds: str) -> Decision | None:
    """Return the decision in force by which a claim was merged or split; ``kinds`` can select one of the two."""
    moves = Decision.objects.filter(claim=claim_id, kind__in=kinds or RETIRING, struck_at=None)
    return moves.select_related("claim", "other_claim").order_by("-id").first()


def merged_here(claim_id: int) -> list[Decision]:
    """Return the merges into a claim that are in force, oldest first."""
    rows = Decision.objects.filter(other_claim=claim_id, kind=MERGED, struck_at=None)
    return list(rows.select_related("claim").order_by("id"))


def named_in(decision: Decision, record: str) -> list[str]:
    """Return the keys of the records of one kind that a decision is about."""
    return [key for kind, key in decision.about if kind == record]


def parts_of(decision: Decision) -> list[Claim]:
    """Return the claims into which a claim was split."""
    return list(Claim.objects.filter(key__in=named_in(decision, CLAIM)).order_by("id"))


class Resting(NamedTuple):
    """An attribution recorded later that passes on one that a merge or split brought."""

    key: str
    recorded_at: datetime


def resting_on(claim_id: int, keys: Sequence[str]) -> list[Resting]:
    """Return the other attributions of a claim that pass on those named, without voided ones."""
    brought = Attribution.objects.filter(claim=claim_id, key__in=keys)
    links = Citation.objects.filter(claim=claim_id, cited__in=brought, struck_at=None).values("citing")
    rows = Attribution.objects.filter(pk__in=links, voided_at=None).exclude(key__in=keys).order_by("id")
    return [Resting._make(row) for row in rows.values_list("key", "recorded_at")]


def recorded_since(claims: Iterable[Claim], after: datetime) -> list[tuple[str, str]]:
    """Return what was recorded in claims, or withdrawn, after a time: key of the claim, key of the attribution.

    Voided ones are skipped.
    """
    ids = [claim.pk for claim in claims]
    since = Q(recorded_at__gt=after) | Q(withdrawal_recorded_at__gt=after)
    rows = Attribution.objects.filter(of("claim_id", ids), since, voided_at=None).order_by("id")
    return list(rows.values_list("claim__key", "key"))
