"""Reads of the source side, as plain values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from factcheck.database.lookups import among
from factcheck.database.prepared import PreparedOf
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
#: A source that no tie joins with another is a voice and a family of its own.
_GROUPS = (Coalesce("voice_id", "id"), Coalesce("family_id", "id"))
_SPAN = ("recorded_at", "superseded_at")


def members(ids: Iterable[int], *, whole_families: bool = False, known: Collection[int] = ()) -> Members:
    """Return the sources ``ids`` with their families and vouchers, as they stand now, from the stored voices and families.

    Families are needed where an unnamed source is compared with them, and left out elsewhere unless asked for. Those in
    ``known`` are not read again.
    """
    wanted = set(ids)
    rows = _source_rows(_BY_ID.rows(sorted(wanted)))
    vouchers = {row.vouched_by_id for row in rows.values() if row.vouched_by_id} - rows.keys()
    rows |= _source_rows(_BY_ID.rows(sorted(vouchers))) if vouchers else {}
    if rows and (whole_families or any(not row.identified for row in rows.values())):
        # Those of unnamed sources are second records of the same words.
        families = {row.family for row in rows.values()}.difference(known)
        rows |= _source_rows(_OF_FAMILY.rows(sorted(families))) if families else {}
    unnamed = [row.id for row in rows.values() if not row.identified]
    return Members(rows, _judged_unnamed(rows, unnamed, None))


def members_as_of(recorded: datetime, said_on: str) -> Members:
    """Return all sources as recorded by ``recorded``, for relations in force at any time up to the day ``said_on``.

    Voices and families are computed anew over the whole source graph, and later changes of the sources are undone. Those of
    unnamed sources, which have no relations, are as they were stored then.
    """
    rows = _stored(Q(recorded_at__lte=recorded))
    _undo_changes(rows, recorded)
    ties = ties_as_of(recorded, said_on)
    groups = group((row.id for row in rows.values() if row.identified), ties)
    rows = {
        row.id: row._replace(voice=groups.voice.get(row.id, row.voice), family=groups.family.get(row.id, row.family))
        for row in rows.values()
    }
    unnamed = [row.id for row in rows.values() if not row.identified]
    return Members(rows, _judged_unnamed(rows, unnamed, recorded))


class SourceHistory:
    """How all sources stood at any record time, with the voices and families stored then. Reads everything, in four queries."""

    def __init__(self) -> None:
        self._now = _stored(Q())
        self._recorded_at: dict[int, datetime] = dict(Source.objects.values_list("id", "recorded_at"))
        self._changes: dict[int, list[tuple[datetime, dict[str, Any]]]] = {}  # newest first
        for source, at, old in SourceChange.objects.order_by("-id").values_list("source_id", "at", "old"):
            if old:
                self._changes.setdefault(source, []).append((at, old))
        self._judged = list(_of_unnamed(IndependenceJudgement.objects.all()).values_list("a_id", "b_id", *_SPAN))
        self._ever_of: dict[int, set[int]] = {}  # the sources that ever were of a family
        for row in self._now.values():
            for family in (row.family, *(old.get("family_id") or row.id for _, old in self._changes.get(row.id, ()))):
                self._ever_of.setdefault(family, set()).add(row.id)

    def members(self, ids: Iterable[int], recorded: datetime) -> Members:
        """Return the sources ``ids``, with their families and vouchers, as they stood when ``recorded`` had been written."""
        rows = {pk: row for pk in set(ids) if (row := self._row(pk, recorded)) is not None}
        vouchers = {row.vouched_by_id for row in rows.values() if row.vouched_by_id}
        kin = {pk for family in {row.family for row in rows.values()} for pk in self._ever_of.get(family, ())}
        families = {row.family for row in rows.values()}
        for pk in (vouchers | kin) - rows.keys():
            row = self._row(pk, recorded)
            if row is not None and (pk in vouchers or row.family in families):
                rows[pk] = row
        return Members(rows, self._independent(rows, recorded))

    def _row(self, source: int, recorded: datetime) -> SourceRow | None:
        if self._recorded_at[source] > recorded:
            return None
        row = self._now[source]
        for at, old in self._changes.get(source, ()):
            if at <= recorded:
                break
            row = _undone(row, old)
        return row

    def _independent(self, rows: Mapping[int, SourceRow], recorded: datetime) -> frozenset[tuple[int, int]]:
        found = set()
        for a, b, recorded_at, superseded_at in self._judged:
            if recorded_at <= recorded and (superseded_at is None or superseded_at > recorded) and (a in rows or b in rows):
                one, other = (row.voice if (row := self._row(pk, recorded)) else pk for pk in (a, b))
                found.add((min(one, other), max(one, other)))
        return frozenset(found)


def _columns(condition: Q) -> QuerySet[Any, Any]:
    return Source.objects.filter(condition).values_list(*_FIELDS, *_GROUPS)


_BY_ID = PreparedOf("id", _columns)
_OF_FAMILY = PreparedOf("family_id,id", _columns)


def _stored(condition: Q) -> dict[int, SourceRow]:
    return _source_rows(_columns(condition))


def _source_rows(rows: Iterable[tuple[Any, ...]]) -> dict[int, SourceRow]:
    return {row.id: row for row in map(SourceRow._make, rows)}


def _undo_changes(rows: dict[int, SourceRow], recorded: datetime) -> None:
    later = SourceChange.objects.filter(at__gt=recorded).order_by("-at", "-id").values_list("source_id", "old")
    for source, old in later:
        if source in rows:
            rows[source] = _undone(rows[source], old)


def _undone(row: SourceRow, old: Mapping[str, Any]) -> SourceRow:
    """Return a source as it was before a change that kept its ``old`` values."""
    values = {name: value for name, value in old.items() if name in _FIELDS}
    values.update({name: old[f"{name}_id"] or row.id for name in ("voice", "family") if f"{name}_id" in old})
    return row._replace(**values)


def _judged_unnamed(
    rows: Mapping[int, SourceRow], unnamed: Sequence[int], recorded: datetime | None
) -> frozenset[tuple[int, int]]:
    if not unnamed:
        return frozenset()
    pairs = (
        _of_unnamed(judgements_in_force(recorded))
        .filter(among("a", unnamed) | among("b", unnamed))
        .values_list("a_id", "a__voice_id", "b_id", "b__voice_id")
    )
    found = set()
    for a, a_voice, b, b_voice in pairs:
        one = rows[a].voice if a in rows else a_voice or a
        other = rows[b].voice if b in rows else b_voice or b
        found.add((min(one, other), max(one, other)))
    return frozenset(found)


def _of_unnamed(judgements: QuerySet[IndependenceJudgement]) -> QuerySet[IndependenceJudgement]:
    return judgements.filter(Q(a__identified=False) | Q(b__identified=False), outcome=INDEPENDENT)


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
    """Return the stored documents among ``keys``, each with what it is a copy of."""
    found = Document.objects.filter(key__in=set(keys)).select_related("copy_of")
    return {document.key: document for document in found}


def all_ids() -> list[int]:
    """Return the ids of all sources, in ascending order."""
    return list(Source.objects.order_by("id").values_list("id", flat=True))
