"""The effects of a changed source on claims: claims that it may affect are marked, and re-assessed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from claims.models import Attribution, Decision, Interest, Standing
from claims.operations.writing import BATCH, assessed_with, lock
from claims.queries.policy.versions import thresholds
from claims.verification import Change, clock_at, settle
from claims.vocabulary import BY_OUTLET
from factcheck.database.lookups import among
from sources.models import Source, SourceChange
from sources.operations import mark_applied
from sources.queries.changes import changes_wait, waiting_changes

#: Claims re-assessed at once if no worker takes them; the rest wait, marked, for the next verification.
AT_ONCE = 200
_CHANGES = 500


class Applied(NamedTuple):
    """How many claims were re-assessed, and how many wait for the next verification."""

    settled: int
    waiting: int


class Reach(NamedTuple):
    """How many claims changes of sources affect, and how many of those still wait to be re-assessed."""

    reached: int
    waiting: int


def reach_of(changes: Iterable[SourceChange]) -> Reach:
    """Return how many claims the changes affect, and how many of them still wait to be re-assessed."""
    made = list(changes)
    reached = claims_reached(made) if made else set()
    if not reached:
        return Reach(0, 0)
    if SourceChange.objects.filter(among("pk", [change.pk for change in made]), applied_at=None).exists():
        return Reach(len(reached), len(reached))
    return Reach(len(reached), Standing.objects.filter(among("pk", reached), marked_at__isnull=False).count())


def apply_source_changes(at: datetime, *, actor: str, at_once: int | None = AT_ONCE) -> Applied:
    """Mark the claims that unapplied source changes may affect, and re-assess ``at_once`` of them now (None: all).

    Marks are stored before the work begins, so that a job killed in the middle leaves the rest to the next verification.
    """
    settled = waiting = 0
    while True:
        if not changes_wait():  # few writes touch a source: the others start no transaction
            return Applied(settled, waiting)
        with transaction.atomic():
            changes = waiting_changes(_CHANGES)
            reached = sorted(claims_reached(changes)) if changes else []
            mark(reached, at)
            mark_applied(changes, at=at)
        if not changes:
            return Applied(settled, waiting)
        now = reached if at_once is None else reached[: max(at_once - settled, 0)]
        _settle(now, changes, at, actor)
        settled += len(now)
        waiting += len(reached) - len(now)


def mark(ids: Iterable[int], at: datetime) -> None:
    """Mark claims for the next verification, under their locks, so that a running one does not miss them."""
    wanted = sorted(ids)
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        lock(batch)
        Standing.objects.filter(pk__in=batch).update(marked_at=at)


def claims_reached(changes: Iterable[SourceChange]) -> set[int]:
    """Return the claims whose result may change.

    They are those that name a source of the families concerned, before or after, an unnamed source that such a source vouches
    for, or a withdrawal by them; and the claims that contradict these.
    """
    concerned: set[int] = set()
    for change in changes:
        concerned.add(change.source_id)
        for values in (change.old, change.new):
            concerned.update(value for name in ("voice_id", "family_id") if (value := values.get(name)))
    families = set(Source.objects.filter(pk__in=concerned, family__isnull=False).values_list("family_id", flat=True))
    concerned |= families
    concerned.update(Source.objects.filter(family__in=concerned).values_list("id", flat=True))
    concerned.update(
        Source.objects.filter(Q(vouched_by__in=concerned) | Q(also_vouched_by__in=concerned)).values_list("id", flat=True)
    )
    concerned.update(_members_of(concerned))
    named = set(Attribution.objects.filter(source__in=concerned).values_list("claim_id", flat=True))
    withdrawn = Attribution.objects.filter(withdrawn_by=BY_OUTLET, document__publisher__in=concerned)
    named.update(withdrawn.values_list("claim_id", flat=True))
    named.update(Interest.objects.filter(source__in=concerned, struck_at=None).values_list("claim_id", flat=True))
    named.update(Decision.objects.filter(source__in=concerned, struck_at=None).values_list("claim_id", flat=True))
    return named | assessed_with(named)


def _members_of(organisations: Collection[int]) -> Iterator[int]:
    """Yield the sources whose organisation is one of these, and their families, which unnamed sources are compared with."""
    members = Source.objects.filter(organisation_source__in=organisations)
    families = {family or source for source, family in members.values_list("id", "family_id")}
    yield from families
    if families:
        yield from Source.objects.filter(family__in=families).values_list("id", flat=True)


def _settle(ids: list[int], changes: list[SourceChange], at: datetime, actor: str) -> None:
    reason = ", ".join(sorted({f"{change.source} {change.action}" for change in changes})[:5])
    change = Change(at, actor, "source change", reason)
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        with transaction.atomic():
            dated = lock(batch).after(change)
            # Rendered in any case: bodies show names and descriptions of sources, which change no result.
            settle(batch, dated, clock_at(dated.at), thresholds(), rerender=True, tolerant=True)
