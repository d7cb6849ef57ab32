"""Reads of the source side, as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from sources.families import Ties, group, still_joined
from sources.models import Document, IndependenceJudgement, Source, SourceChange, SourceRelation
from sources.vocabulary import DEPENDENT, INDEPENDENT, PUBLISHERS, VOICE_RELATIONS


class SourceRow(NamedTuple):
    """A source as it was at one record time."""

    id: int
    key: str
    name: str
    short_name: str
    kind: str
    identified: bool
    vouched_by_id: int | None
    description: str
    plural: bool
    country: str
    organisation: str
    anonymity_reason: str
    approved_by: str
    voice: int
    family: int

    @property
    def publishes(self) -> bool:
        return self.kind in PUBLISHERS

    @property
    def lacks(self) -> tuple[str, ...]:
        """What an unnamed source still needs before it may be used."""
        if self.identified:
            return ()
        needs = {
            "a description": self.description,
            "a reason for anonymity": self.anonymity_reason,
            "an approving editor": self.approved_by,
        }
        return tuple(need for need, given in needs.items() if not given)


class Members(NamedTuple):
    """The sources asked for, with all of their families and vouchers, and the judgements that concern them."""

    sources: Mapping[int, SourceRow]
    independent: frozenset[tuple[int, int]]  # voices, of pairs with an unnamed source


_FIELDS = tuple(field for field in SourceRow._fields if field not in ("voice", "family"))


def members(ids: Iterable[int]) -> Members:
    """Return the sources ``ids`` with their families and vouchers, as they stand now, from the stored voices and families."""
    wanted = set(ids)
    rows = _stored(Q(id__in=wanted))
    vouchers = {row.vouched_by_id for row in rows.values() if row.vouched_by_id} - rows.keys()
    rows |= _stored(Q(id__in=vouchers)) if vouchers else {}
    unnamed = [row.id for row in rows.values() if not row.identified]
    families = {row.family for row in rows.values() if row.identified}
    if unnamed and families:
        rows |= _stored(Q(family_id__in=families) | Q(id__in=families))
    return Members(rows, _judged_unnamed(rows, unnamed, None))


def members_as_of(recorded: datetime, said_on: str) -> Members:
    """Return all sources as recorded by ``recorded``, for relations in force at any time up to the day ``said_on``.

    Voices and families are computed anew over the whole source graph, and later changes of the sources are undone.
    """
    rows = _stored(Q(recorded_at__lte=recorded))
    _undo_changes(rows, recorded)
    ties = ties_as_of(recorded, said_on)
    groups = group((row.id for row in rows.values() if row.identified), ties)
    rows = {
        row.id: row._replace(voice=groups.voice.get(row.id, row.id), family=groups.family.get(row.id, row.id))
        for row in rows.values()
    }
    unnamed = [row.id for row in rows.values() if not row.identified]
    return Members(rows, _judged_unnamed(rows, unnamed, recorded))


def _stored(condition: Q) -> dict[int, SourceRow]:
    found = {}
    for row in Source.objects.filter(condition).values_list(*_FIELDS, "voice_id", "family_id"):
        source = SourceRow._make(row)
        found[source.id] = source._replace(voice=source.voice or source.id, family=source.family or source.id)
    return found


def _undo_changes(rows: dict[int, SourceRow], recorded: datetime) -> None:
    later = SourceChange.objects.filter(at__gt=recorded).order_by("-at", "-id").values_list("source_id", "old")
    for source, old in later:
        if source in rows:
            rows[source] = rows[source]._replace(**{name: value for name, value in old.items() if name in _FIELDS})


def _judged_unnamed(
    rows: Mapping[int, SourceRow], unnamed: Sequence[int], recorded: datetime | None
) -> frozenset[tuple[int, int]]:
    if not unnamed:
        return frozenset()
    pairs = (
        judgements_in_force(recorded)
        .filter(Q(a__in=unnamed) | Q(b__in=unnamed), outcome=INDEPENDENT)
        .values_list("a_id", "a__voice_id", "b_id", "b__voice_id")
    )
    found = set()
    for a, a_voice, b, b_voice in pairs:
        one = rows[a].voice if a in rows else a_voice or a
        other = rows[b].voice if b in rows else b_voice or b
        found.add((min(one, other), max(one, other)))
    return frozenset(found)


def judgements_in_force(recorded: datetime | None = None) -> QuerySet[IndependenceJudgement]:
    """Return the judgements in force now, or as recorded by ``recorded``."""
    if recorded is None:
        return IndependenceJudgement.objects.filter(superseded_at=None)
    in_force = Q(superseded_at=None) | Q(superseded_at__gt=recorded)
    return IndependenceJudgement.objects.filter(in_force, recorded_at__lte=recorded)


def ties_as_of(recorded: datetime | None, said_on: str, around: Iterable[int] | None = None) -> Ties:
    """Return the ties recorded by ``recorded`` (None: now) and in force by the day ``said_on``; of some sources, or of all."""
    relations = SourceRelation.objects.filter(Q(from_on=None) | Q(from_on__lte=said_on))
    judgements = judgements_in_force(recorded).filter(a__identified=True, b__identified=True)
    if recorded is None:
        relations = relations.filter(struck_at=None)
    else:
        relations = relations.filter(Q(struck_at=None) | Q(struck_at__gt=recorded), recorded_at__lte=recorded)
    if around is not None:
        ids = list(around)
        relations = relations.filter(Q(from_source__in=ids) | Q(to_source__in=ids))
        judgements = judgements.filter(Q(a__in=ids) | Q(b__in=ids))
    tied = list(relations.values_list("from_source_id", "to_source_id", "kind"))
    judged = list(judgements.values_list("a_id", "b_id", "outcome"))
    return Ties(
        voice=tuple((a, b) for a, b, kind in tied if kind in VOICE_RELATIONS),
        family=(
            *((a, b) for a, b, kind in tied if kind not in VOICE_RELATIONS),
            *((a, b) for a, b, outcome in judged if outcome == DEPENDENT),
        ),
        independent=tuple((a, b) for a, b, outcome in judged if outcome == INDEPENDENT),
    )


def neighbourhood(ids: Iterable[int], said_on: str) -> tuple[set[int], Ties]:
    """Return all sources that ties join, however far, with ``ids``, and those ties."""
    seen, frontier = set(ids), set(ids)
    voice: set[tuple[int, int]] = set()
    family: set[tuple[int, int]] = set()
    independent: set[tuple[int, int]] = set()
    while frontier:
        ties = ties_as_of(None, said_on, frontier)
        voice.update(ties.voice)
        family.update(ties.family)
        independent.update(ties.independent)
        frontier = {source for pair in (*ties.voice, *ties.family) for source in pair} - seen
        seen |= frontier
    return seen, Ties(tuple(sorted(voice)), tuple(sorted(family)), tuple(sorted(independent)))


def still_joined_by(one: int, other: int, said_on: str) -> list[str]:
    """Return the names of the sources through which a family still joins two sources, in order; empty if none does."""
    ids, ties = neighbourhood((one, other), said_on)
    groups = group(ids, ties)
    if groups.family[one] != groups.family[other]:
        return []
    chain = still_joined((one, other), groups, ties)
    names = dict(Source.objects.filter(id__in=chain).values_list("id", "name"))
    return [names[source] for source in chain]


def sources_by_key(keys: Iterable[str]) -> dict[str, Source]:
    """Return the stored sources among ``keys``."""
    return {source.key: source for source in Source.objects.filter(key__in=set(keys)).select_related("vouched_by")}


def documents_by_key(keys: Iterable[str]) -> dict[str, Document]:
    """Return the stored documents among ``keys``."""
    found = Document.objects.filter(key__in=set(keys)).select_related("publisher", "copy_of")
    return {document.key: document for document in found}


def waiting_changes(limit: int) -> list[SourceChange]:
    """Return the oldest changes that nobody has applied yet."""
    return list(SourceChange.objects.filter(applied_at=None).select_related("source").order_by("id")[:limit])
