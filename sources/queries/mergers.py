"""Second records of sources: the surviving record of each, and existing ties of two records."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from sources.models import IndependenceJudgement, Source, SourceChange, SourceRelation
from sources.vocabulary import INDEPENDENT, SAME_AS


def surviving_source_id(source: int) -> int:
    """Return the id of the surviving record of a source: its own, unless it was merged."""
    return ends_of([source])[source]


def ends_of(sources: Iterable[int]) -> dict[int, int]:
    """Return for each source its surviving record: itself, or the end of its chain of mergers."""
    wanted = set(sources)
    into: dict[int, int] = {}
    asked: set[int] = set()
    while frontier := (wanted | set(into.values())) - asked:
        merged = Source.objects.filter(pk__in=frontier, merged_into__isnull=False)
        into |= dict(merged.values_list("pk", "merged_into_id"))
        asked |= frontier
    return {source: _followed(source, into) for source in wanted}


def _followed(source: int, into: dict[int, int]) -> int:
    while source in into:  # mergers form no cycle: see ``sources.operations.merging``
        source = into[source]
    return source


def is_merged(source: int) -> bool:
    """Return whether a source was merged into another, or another into it."""
    return Source.objects.filter(Q(pk=source, merged_into__isnull=False) | Q(merged_into=source)).exists()


def merger_between(one: int, other: int) -> Source | None:
    """Return the one of two sources that was merged into the other, if one was."""
    merged = Source.objects.filter(Q(pk=one, merged_into=other) | Q(pk=other, merged_into=one))
    return merged.select_related("merged_into").first()


def same_as(one: Source, other: Source) -> bool:
    """Return whether two named sources are recorded as the same."""
    both = [one.pk, other.pk]
    return SourceRelation.objects.filter(from_source__in=both, to_source__in=both, kind=SAME_AS, struck_at=None).exists()


def judged_independent(one: Source, other: Source) -> bool:
    """Return whether the judgement in force on two sources, or on records merged into them, says independent."""
    # A judgement may name a second record, and means the source all the same.
    ours, theirs = records_of(one.pk), records_of(other.pk)
    pairs = Q(a__in=ours, b__in=theirs) | Q(a__in=theirs, b__in=ours)
    return IndependenceJudgement.objects.filter(pairs, superseded_at=None, outcome=INDEPENDENT).exists()


def records_of(source: int) -> set[int]:
    """Return the ids of a source and of everything merged into it, directly or not."""
    found: set[int] = set()
    frontier = {source}
    while frontier:
        found |= frontier
        frontier = set(Source.objects.filter(merged_into__in=frontier).values_list("pk", flat=True)) - found
    return found


def mergers_of(sources: Iterable[int]) -> dict[int, SourceChange]:
    """Return the change that recorded the merger in force of each of the sources that is merged."""
    rows = SourceChange.objects.filter(source__in=list(sources), source__merged_into__isnull=False, action="merged")
    return {row.source_id: row for row in rows.order_by("id")}


def last_change_of(source: Source) -> int:
    """Return the id of the last change of a source; 0 if there is none."""
    return SourceChange.objects.filter(source=source).order_by("-id").values_list("id", flat=True).first() or 0
