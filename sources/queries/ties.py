"""Ties between named sources: recorded relations and judgements, now or as recorded at another time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from factcheck.database.prepared import PreparedOf
from sources.families import Tie, Ties, group, still_joined
from sources.models import IndependenceJudgement, Source, SourceRelation
from sources.vocabulary import DEPENDENT, INDEPENDENT, SAME_AS

_RELATION = ("from_source_id", "to_source_id", "kind", "from_on", "until_on")
_JUDGEMENT = ("a_id", "b_id", "outcome")


def judgements_in_force(recorded: datetime | None = None) -> QuerySet[IndependenceJudgement]:
    """Return the judgements in force now, or as recorded by ``recorded``."""
    if recorded is None:
        return IndependenceJudgement.objects.filter(superseded_at=None)
    in_force = Q(superseded_at=None) | Q(superseded_at__gt=recorded)
    return IndependenceJudgement.objects.filter(in_force, recorded_at__lte=recorded)


def ties_as_of(recorded: datetime | None, around: Iterable[int] | None = None) -> Ties:
    """Return the ties recorded by ``recorded`` (None: now), whatever their periods; of some sources, or of all."""
    relations = SourceRelation.objects.all()
    judgements = judgements_in_force(recorded).filter(a__identified=True, b__identified=True)
    if recorded is None:
        relations = relations.filter(struck_at=None)
    else:
        relations = relations.filter(Q(struck_at=None) | Q(struck_at__gt=recorded), recorded_at__lte=recorded)
    if around is not None:
        ids = list(around)
        relations = relations.filter(Q(from_source__in=ids) | Q(to_source__in=ids))
        judgements = judgements.filter(Q(a__in=ids) | Q(b__in=ids))
    return _ties(relations.values_list(*_RELATION), judgements.values_list(*_JUDGEMENT))


def current_ties(sources: Sequence[int]) -> Ties:
    """Return the current ties that begin at ``sources``: all of them, where those are whole families."""
    return _ties(_RELATIONS.rows(sources), _JUDGEMENTS.rows(sources)) if sources else Ties()


_RELATIONS = PreparedOf(
    "from_source_id", lambda these: SourceRelation.objects.filter(these, struck_at=None).values_list(*_RELATION)
)
_JUDGEMENTS = PreparedOf(
    "a_id",
    lambda these: IndependenceJudgement.objects.filter(
        these, superseded_at=None, a__identified=True, b__identified=True
    ).values_list(*_JUDGEMENT),
)


class _Recorded(NamedTuple):
    """A relation or judgement, and from when to when it was in the record."""

    values: tuple[Any, ...]
    recorded_at: datetime
    ended_at: datetime | None

    def in_force(self, at: datetime) -> bool:
        return self.recorded_at <= at and (self.ended_at is None or self.ended_at > at)


class TieHistory:
    """All ties that were ever recorded. Reads everything, in two queries."""

    def __init__(self) -> None:
        judgements = IndependenceJudgement.objects.filter(a__identified=True, b__identified=True)
        self._relations = list(_spans(SourceRelation.objects.values_list(*_RELATION, "recorded_at", "struck_at")))
        self._judgements = list(_spans(judgements.values_list(*_JUDGEMENT, "recorded_at", "superseded_at")))
        self._as_of: dict[datetime, Ties] = {}

    def as_of(self, recorded: datetime) -> Ties:
        """Return the ties that were in force when ``recorded`` had been written."""
        if recorded not in self._as_of:
            in_force = [[row.values for row in rows if row.in_force(recorded)] for rows in (self._relations, self._judgements)]
            self._as_of[recorded] = _ties(*in_force)
        return self._as_of[recorded]


def _spans(rows: Iterable[tuple[Any, ...]]) -> Iterator[_Recorded]:
    return (_Recorded(row[:-2], row[-2], row[-1]) for row in rows)


def _ties(relations: Iterable[tuple[Any, ...]], judgements: Iterable[tuple[Any, ...]]) -> Ties:
    ties = [Tie(lower, upper, kind, _day(from_on), _day(until_on)) for lower, upper, kind, from_on, until_on in relations]
    # Sorted, like the ties: families and their digests must not depend on the order of rows in the database.
    judged = sorted(judgements)
    ties += [Tie(a, b, DEPENDENT) for a, b, outcome in judged if outcome == DEPENDENT]
    return Ties(tuple(sorted(ties)), tuple((a, b) for a, b, outcome in judged if outcome == INDEPENDENT))


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def neighbourhood(ids: Iterable[int]) -> tuple[set[int], Ties]:
    """Return all sources that ties join, however far and whenever, with ``ids``, and those ties."""
    seen, frontier = set(ids), set(ids)
    ties: set[Tie] = set()
    independent: set[tuple[int, int]] = set()
    while frontier:
        found = _with_names(ties_as_of(None, frontier), frontier)
        ties.update(found.ties)
        independent.update(found.independent)
        # Relations that ended lead on too: statements of that time still count by them.
        frontier = {source for tie in found.ties for source in (tie.lower, tie.upper)} - seen
        seen |= frontier
    return seen, Ties(tuple(sorted(ties)), tuple(sorted(independent)))


def _with_names(ties: Ties, around: Iterable[int]) -> Ties:
    """Return ties with those between unnamed sources that have named themselves since and their named records."""
    named = Source.objects.filter(Q(named_as__in=around) | Q(pk__in=around), named_as__isnull=False)
    pairs = [Tie(unnamed, name, SAME_AS) for unnamed, name in named.values_list("id", "named_as_id")]
    return ties._replace(ties=(*ties.ties, *pairs))


def still_joined_by(one: int, other: int) -> list[str]:
    """Return the names of the sources through which a family still joins two sources, in order; empty if none does."""
    ids, ties = neighbourhood((one, other))
    groups = group(ids, ties)
    if groups.family[one] != groups.family[other]:
        return []
    chain = still_joined((one, other), groups, ties)
    names = dict(Source.objects.filter(id__in=chain).values_list("id", "name"))
    return [names[source] for source in chain]
