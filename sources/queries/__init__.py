"""Reads of the source side, as plain values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from factcheck.database.lookups import among
from factcheck.database.prepared import PreparedOf
from sources.families import Judged, Tie, Ties, group
from sources.models import Document, IndependenceJudgement, Source, SourceChange
from sources.queries.ties import TieHistory, current_ties, judgements_in_force, ties_as_of
from sources.queries.vouchers import further_vouchers, vouchers_of, with_further_vouchers
from sources.vocabulary import INDEPENDENT, PUBLISHERS, SAME_AS

__all__ = [
    "Members",
    "SourceHistory",
    "SourceRow",
    "all_ids",
    "documents_by_key",
    "members",
    "members_as_of",
    "sources_by_key",
    "vouchers_of",
    "with_further_vouchers",
]


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
    organisation_source_id: int | None
    named_as_id: int | None
    anonymity_reason: str
    approved_by: str
    voice: int
    family: int
    also_vouched_by: tuple[int, ...] = ()  # by id

    @property
    def known(self) -> bool:
        """Whether it is known who it is: it is named, or has named itself in public since."""
        return self.identified or self.named_as_id is not None

    @property
    def vouchers(self) -> tuple[int, ...]:
        """The outlets that know who an unnamed source is, the first one first."""
        return (self.vouched_by_id, *self.also_vouched_by) if self.vouched_by_id else ()

    @property
    def publishes(self) -> bool:
        return self.kind in PUBLISHERS

    @property
    def lacks(self) -> tuple[str, ...]:
        """What an unnamed source still needs before it may be used; nothing once it has named itself."""
        if self.known:
            return ()
        needs = {
            "a description": self.description,
            "a reason for anonymity": self.anonymity_reason,
            "an approving editor": self.approved_by,
        }
        return tuple(need for need, given in needs.items() if not given)


class Members(NamedTuple):
    """The requested sources, with their families, vouchers and organisations, and the ties and judgements that concern them."""

    sources: Mapping[int, SourceRow]
    independent: frozenset[tuple[Judged, Judged]]  # pairs that editors judged independent
    ties: Ties  # of the families


_FIELDS = tuple(field for field in SourceRow._fields if field not in ("voice", "family", "also_vouched_by"))
#: A source that no tie joins with another is a voice and a family of its own.
_GROUPS = (Coalesce("voice_id", "id"), Coalesce("family_id", "id"))
_SPAN = ("recorded_at", "superseded_at")


def members(ids: Iterable[int], *, whole_families: bool = False, known: Collection[int] = ()) -> Members:
    """Return the current sources ``ids`` with their families and vouchers, from the stored voices and families.

    Families are needed to compare unnamed sources with them; they are left out otherwise, except with ``whole_families``. The
    families in ``known`` are not read again.
    """
    wanted = set(ids)
    rows = _source_rows(_BY_ID.rows(sorted(wanted)))
    tied: list[int] = []
    rows |= _named_in(rows)
    if rows and (whole_families or any(not row.identified for row in rows.values())):
        # The family of an unnamed source consists of its second records.
        read = set(known)
        while families := {row.family for row in rows.values()} - read:
            rows |= _source_rows(_OF_FAMILY.rows(sorted(families)))
            read |= families
            rows |= _named_in(rows)  # organisations, and who vouches for the first record of a second one
        tied = _tied(row for row in rows.values() if row.family not in known)
    return Members(rows, _judged_independent(rows, sorted(rows), None), _with_names(current_ties(tied), rows.values()))


def _named_in(rows: Mapping[int, SourceRow]) -> dict[int, SourceRow]:
    """Return the sources that the rows name and that are not among them."""
    named = {pk for row in rows.values() for pk in _named_by(row)} - rows.keys()
    return _source_rows(_BY_ID.rows(sorted(named))) if named else {}


def _named_by(row: SourceRow) -> tuple[int, ...]:
    """Return the sources that a source names: who vouches for it, its organisation, who it has said to be."""
    return (*row.vouchers, *filter(None, (row.organisation_source_id, row.named_as_id)))


def _with_names(ties: Ties, rows: Iterable[SourceRow]) -> Ties:
    """Return ties with one more for each unnamed source that has named itself since: the two records are of one source."""
    names = [Tie(row.id, row.named_as_id, SAME_AS) for row in rows if row.named_as_id is not None]
    return ties._replace(ties=tuple(sorted([*ties.ties, *names]))) if names else ties


def _tied(rows: Iterable[SourceRow]) -> list[int]:
    """Return the known sources whose family has another of them: the others have no ties."""
    of_family: dict[int, list[int]] = {}
    for row in rows:
        if row.known:
            of_family.setdefault(row.family, []).append(row.id)
    return sorted(pk for ids in of_family.values() if len(ids) > 1 for pk in ids)


def members_as_of(recorded: datetime) -> Members:
    """Return all sources as recorded by ``recorded``.

    Voices and families are computed again over the whole source graph, and later changes of the sources are undone. Unnamed
    sources have no relations, so theirs are taken as stored at the time.
    """
    rows = _stored(Q(recorded_at__lte=recorded))
    _undo_changes(rows, recorded)
    ties = _with_names(ties_as_of(recorded), rows.values())
    groups = group((row.id for row in rows.values() if row.known), ties)
    rows = {
        row.id: row._replace(voice=groups.voice.get(row.id, row.voice), family=groups.family.get(row.id, row.family))
        for row in rows.values()
    }
    return Members(rows, _judged_independent(rows, None, recorded), ties)


class SourceHistory:
    """All sources at any record time, with the voices and families stored then. Reads everything, in six queries."""

    def __init__(self) -> None:
        self._now = _stored(Q())
        self._recorded_at: dict[int, datetime] = dict(Source.objects.values_list("id", "recorded_at"))
        self._changes: dict[int, list[tuple[datetime, dict[str, Any]]]] = {}  # newest first
        for source, at, old in SourceChange.objects.order_by("-id").values_list("source_id", "at", "old"):
            if old:
                self._changes.setdefault(source, []).append((at, old))
        self._ties = TieHistory()
        judged = IndependenceJudgement.objects.filter(outcome=INDEPENDENT)
        self._judged = list(judged.values_list("a_id", "b_id", *_SPAN))
        self._ever_of: dict[int, set[int]] = {}  # the sources that ever belonged to a family
        for row in self._now.values():
            for family in (row.family, *(old.get("family_id") or row.id for _, old in self._changes.get(row.id, ()))):
                self._ever_of.setdefault(family, set()).add(row.id)

    def members(self, ids: Iterable[int], recorded: datetime) -> Members:
        """Return the sources ``ids``, with their families and vouchers, as they were once ``recorded`` had been written."""
        rows = {pk: row for pk in set(ids) if (row := self._row(pk, recorded)) is not None}
        rows |= self._named_in(rows, recorded)
        read: set[int] = set()
        while families := {row.family for row in rows.values()} - read:
            for pk in {pk for family in families for pk in self._ever_of.get(family, ())} - rows.keys():
                row = self._row(pk, recorded)
                if row is not None and row.family in families:
                    rows[pk] = row
            read |= families
            rows |= self._named_in(rows, recorded)  # organisations, and who vouches for the first record of a second one
        return Members(rows, self._independent(rows, recorded), _with_names(self._ties.as_of(recorded), rows.values()))

    def _named_in(self, rows: Mapping[int, SourceRow], recorded: datetime) -> dict[int, SourceRow]:
        named = {pk for row in rows.values() for pk in _named_by(row)} - rows.keys()
        return {pk: row for pk in named if (row := self._row(pk, recorded)) is not None}

    def _row(self, source: int, recorded: datetime) -> SourceRow | None:
        if self._recorded_at[source] > recorded:
            return None
        row = self._now[source]
        for at, old in self._changes.get(source, ()):
            if at <= recorded:
                break
            row = _undone(row, old)
        return row

    def _independent(self, rows: Mapping[int, SourceRow], recorded: datetime) -> frozenset[tuple[Judged, Judged]]:
        found = set()
        for a, b, recorded_at, superseded_at in self._judged:
            if recorded_at <= recorded and (superseded_at is None or superseded_at > recorded) and (a in rows or b in rows):
                found.add((self._judged_one(a, recorded), self._judged_one(b, recorded)))
        return frozenset(found)

    def _judged_one(self, source: int, recorded: datetime) -> Judged:
        row = self._row(source, recorded)
        return Judged(source, row.voice, row.family) if row else Judged(source, source, source)


def _columns(condition: Q) -> QuerySet[Any, Any]:
    return Source.objects.filter(condition).values_list(*_FIELDS, *_GROUPS, further_vouchers("id"))


_BY_ID = PreparedOf("id", _columns)
_OF_FAMILY = PreparedOf("family_id,id", _columns)


def _stored(condition: Q) -> dict[int, SourceRow]:
    return _source_rows(_columns(condition))


def _source_rows(rows: Iterable[tuple[Any, ...]]) -> dict[int, SourceRow]:
    return {row[0]: SourceRow._make((*row[:-1], _ids(row[-1]))) for row in rows}


def _ids(listed: str | None) -> tuple[int, ...]:
    return tuple(sorted(map(int, listed.split(",")))) if listed else ()


def _undo_changes(rows: dict[int, SourceRow], recorded: datetime) -> None:
    later = SourceChange.objects.filter(at__gt=recorded).order_by("-at", "-id").values_list("source_id", "old")
    for source, old in later:
        if source in rows:
            rows[source] = _undone(rows[source], old)


def _undone(row: SourceRow, old: Mapping[str, Any]) -> SourceRow:
    """Return a source as it was before a change that kept its ``old`` values."""
    values = {name: value for name, value in old.items() if name in _FIELDS}
    values.update({name: old[f"{name}_id"] or row.id for name in ("voice", "family") if f"{name}_id" in old})
    if "also_vouched_by" in old:
        values["also_vouched_by"] = tuple(old["also_vouched_by"])
    return row._replace(**values)


def _judged_independent(
    rows: Mapping[int, SourceRow], ids: Sequence[int] | None, recorded: datetime | None
) -> frozenset[tuple[Judged, Judged]]:
    """Return the pairs judged independent, as recorded by ``recorded``; with ``ids``, those with one of these sources."""
    if not rows:
        return frozenset()
    judgements = judgements_in_force(recorded).filter(outcome=INDEPENDENT)
    if ids is not None:
        judgements = judgements.filter(among("a", ids) | among("b", ids))
    pairs = judgements.values_list(*(f"{side}_{field}" for side in "ab" for field in ("id", "_voice_id", "_family_id")))
    return frozenset((_judged(rows, *pair[:3]), _judged(rows, *pair[3:])) for pair in pairs)


def _judged(rows: Mapping[int, SourceRow], pk: int, voice: int | None, family: int | None) -> Judged:
    row = rows.get(pk)
    return Judged(pk, voice or pk, family or pk) if row is None else Judged(pk, row.voice, row.family)


def sources_by_key(keys: Iterable[str]) -> dict[str, Source]:
    """Return the stored sources with these keys, by key, each with the outlets that vouch for it."""
    found = Source.objects.filter(key__in=set(keys)).select_related("vouched_by", "organisation_source", "named_as")
    return {source.key: source for source in with_further_vouchers(found)}


def documents_by_key(keys: Iterable[str]) -> dict[str, Document]:
    """Return the stored documents with these keys, by key, each with the document that it copies."""
    found = Document.objects.filter(key__in=set(keys)).select_related("copy_of")
    return {document.key: document for document in found}


def all_ids() -> list[int]:
    """Return the ids of all sources, in ascending order."""
    return list(Source.objects.order_by("id").values_list("id", flat=True))
