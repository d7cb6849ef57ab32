"""The source side of a case file, from stored rows: sources and documents."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from msgspec import UNSET

from claims.casefile import source_records as sr
from claims.models import Attribution, AttributionDocument, Decision, Interest
from claims.queries.cases.decisions import source_keys
from claims.queries.facts.current import of
from sources.models import (
    AuthorsRetraction,
    Document,
    IndependenceJudgement,
    SelfNaming,
    Source,
    SourceChange,
    SourceRelation,
)
from sources.queries import vouchers_of, with_further_vouchers
from sources.queries.mergers import mergers_of
from sources.queries.persons import confirmed_sources
from sources.queries.self_namings import bindings_of
from sources.queries.ties import judgements_in_force, neighbourhood
from sources.queries.vouchers import own_further


def or_unset(value: Any) -> Any:
    """Return a value, or UNSET if it is empty, so that the file leaves it out."""
    return value if value not in ("", None, [], ()) else UNSET


def written_at(instant: datetime | None) -> Any:
    """Return a date-time as case files write it, or UNSET if there is none."""
    return UNSET if instant is None else instant.isoformat()


def documents_shown(
    attributions: Iterable[Attribution], decisions: Iterable[Decision], also: Collection[int] = (), *, whole: bool
) -> list[Document]:
    """Return the documents that claims rest on, and ``also`` some by id, with their originals; ``whole``: all.

    They are in the order of recording.
    """
    rows = Document.objects.select_related("publisher", "copy_of").order_by("id")
    if whole:
        return list(rows)
    found: set[int] = set()
    rows_shown = list(attributions)
    frontier = {row.document_id for row in rows_shown if row.document_id}
    further = AttributionDocument.objects.filter(of("attribution_id", sorted(row.pk for row in rows_shown)), struck_at=None)
    frontier |= set(further.values_list("document_id", flat=True))
    frontier |= {row.document_id for row in decisions if row.document_id} | set(also)
    while frontier:
        found |= frontier
        originals = Document.objects.filter(id__in=frontier, copy_of__isnull=False)
        frontier = set(originals.values_list("copy_of_id", flat=True)) - found
    return list(rows.filter(id__in=found))


def sources_behind(
    attributions: Iterable[Attribution],
    interests: Iterable[Interest],
    documents: Iterable[Document],
    decisions: Iterable[Decision],
    *,
    whole: bool,
) -> list[Source]:
    """Return the sources named, their vouchers, their organisations, and all that ties join with these.

    Families and organisations decide who may be the same.
    """
    rows = Source.objects.select_related("vouched_by", "merged_into", "organisation_source", "named_as")
    rows = rows.order_by("-identified", "id")
    if whole:
        return with_further_vouchers(rows)
    named = {row.source_id for row in attributions} | {row.source_id for row in interests}
    shown = list(documents)
    named.update(row.publisher_id for row in shown)
    retractions = AuthorsRetraction.objects.filter(of("document_id", sorted(row.pk for row in shown)))
    named.update(pk for pk in retractions.values_list("authors", flat=True) if pk is not None)
    named.update(Source.objects.filter(key__in=source_keys(decisions)).values_list("id", flat=True))
    joined: set[int] = set()
    while named != joined:  # what a source of a family belongs to decides who may be the same as well
        joined, _ = neighbourhood(named)
        named = joined | _merged_into(joined) | _named_by(joined)
    return with_further_vouchers(rows.filter(id__in=joined))


def _named_by(ids: set[int]) -> set[int]:
    """Return who vouches for these sources, and their organisations."""
    found: set[int] = set()
    for way in ("vouched_by", "also_vouched_by", "organisation_source"):
        naming = Source.objects.filter(id__in=ids, **{f"{way}__isnull": False})
        found.update(naming.values_list(way, flat=True))
    return found


def documents_about(sources: Iterable[Source]) -> set[int]:
    """Return the ids of the documents that show who some sources are."""
    unnamed = _unnamed(sources)
    keys = {key for change in mergers_of(unnamed).values() for key in change.new.get("documents", ())}
    of_mergers = Document.objects.filter(key__in=keys).values_list("pk", flat=True) if keys else ()
    return {*of_mergers, *(naming.document_id for naming in bindings_of(unnamed).values())}


def _unnamed(sources: Iterable[Source]) -> list[int]:
    return [row.pk for row in sources if not row.identified]


def _merged_into(ids: set[int]) -> set[int]:
    """Return the first records that the sources ``ids`` were merged into, directly or not."""
    found: set[int] = set()
    frontier = set(ids)
    while frontier:
        merged = Source.objects.filter(id__in=frontier, merged_into__isnull=False)
        frontier = set(merged.values_list("merged_into_id", flat=True)) - found - ids
        found |= frontier
    return found


def _relations(sources: Iterable[Source]) -> Iterable[SourceRelation]:
    ids = [row.pk for row in sources]
    rows = SourceRelation.objects.filter(from_source__in=ids, to_source__in=ids, struck_at=None)
    return rows.select_related("from_source", "to_source").order_by("id")


def _judgements(sources: Iterable[Source]) -> Iterable[IndependenceJudgement]:
    ids = [row.pk for row in sources]
    return judgements_in_force().filter(a__in=ids, b__in=ids).select_related("a", "b").order_by("id")


def source_records(sources: Sequence[Source], *, approvals: bool) -> dict[str, Any]:
    """Return the lists of a case file about sources: the sources, their ties, and editors' judgements of them."""
    unnamed = _unnamed(sources)
    confirmed = confirmed_sources(unnamed) if approvals else set()
    about = _About(confirmed, bindings_of(unnamed), mergers_of(unnamed), own_further(unnamed))
    records = [_source(row, about) for row in sources]
    if not approvals:
        records = [_without_approvals(record) for record in records]
    return {
        "sources": records,
        "relations": [_relation(row) for row in _relations(sources)],
        "judgements": [_judgement(row, confirmed) for row in _judgements(sources)],
    }


def _without_approvals(record: sr.SourceRecord) -> sr.SourceRecord:
    naming = record.named_as
    if naming:
        naming = msgspec.structs.replace(naming, proposed_by=UNSET, confirmed_by=UNSET)
    return msgspec.structs.replace(record, anonymity_reason=UNSET, approved_by=UNSET, named_as=naming)


def _naming(binding: SelfNaming) -> sr.NamingRecord:
    return sr.NamingRecord(
        source=binding.named.key,
        document=binding.document.key,
        reason=binding.reason,
        proposed_by=binding.proposed_by,
        confirmed_by=binding.confirmed_by,
    )


def _merged(row: Source, merger: SourceChange | None) -> Any:
    """Return the key of the first record of a source; with the documents and the reason where the merger rests on some."""
    if row.merged_into is None:
        return UNSET
    if merger is None or not merger.new.get("documents"):
        return row.merged_into.key
    return sr.MergerRecord(into=row.merged_into.key, documents=merger.new["documents"], reason=merger.reason)


class _About(NamedTuple):
    """What is recorded of unnamed sources elsewhere than on their own rows."""

    confirmed: Collection[int]  # those for which a senior editor settled that a name may stay
    bindings: Mapping[int, SelfNaming]
    mergers: Mapping[int, SourceChange]
    own: Mapping[int, list[int]]  # further vouchers, without those that mergers bring


def _source(row: Source, about: _About) -> sr.SourceRecord:
    binding = about.bindings.get(row.pk)
    return sr.SourceRecord(
        key=row.key,
        name=row.name,
        kind=row.kind,
        short_name=or_unset(row.short_name),
        aliases=or_unset(row.alias_list),
        identified=UNSET if row.identified else False,
        vouched_by=_vouched_by(row, about.own.get(row.pk)),
        description=or_unset(row.description),
        plural=row.plural or UNSET,
        country=or_unset(row.country),
        organisation=or_unset(row.organisation),
        organisation_key=row.organisation_source.key if row.organisation_source else UNSET,
        homepage=or_unset(row.homepage),
        wikidata_id=or_unset(row.wikidata_id),
        anonymity_reason=or_unset(row.anonymity_reason),
        approved_by=or_unset(row.approved_by),
        names_confirmed=row.pk in about.confirmed or UNSET,
        merged_into=_merged(row, about.mergers.get(row.pk)),
        named_as=_naming(binding) if binding else UNSET,
        reliability=_reliability(row),
        recorded_at=written_at(row.recorded_at),
    )


def _vouched_by(row: Source, own: Collection[int] | None) -> Any:
    """Return the key of the outlet that vouches for a source; a list where there are several.

    Outlets that vouch by mergers in force, all but the first and its ``own``, are left out: the mergers bring them.
    """
    keys = [each.key for each in vouchers_of(row) if own is None or each.pk in own or each.pk == row.vouched_by_id]
    return keys if len(keys) > 1 else or_unset(keys[0] if keys else None)


def _reliability(row: Source) -> Any:
    if not row.reliability:
        return UNSET
    return sr.Reliability(
        grade=row.reliability,
        rationale=or_unset(row.reliability_rationale),
        graded_by=or_unset(row.graded_by),
        graded_on=row.graded_on.isoformat() if row.graded_on else UNSET,
    )


def _relation(row: SourceRelation) -> sr.RelationRecord:
    return sr.RelationRecord(
        from_=row.from_source.key,
        to=row.to_source.key,
        kind=row.kind,
        reason=row.reason,
        from_on=row.from_on.isoformat() if row.from_on else UNSET,
        until_on=row.until_on.isoformat() if row.until_on else UNSET,
        recorded_at=written_at(row.recorded_at),
    )


def _judgement(row: IndependenceJudgement, confirmed: Collection[int]) -> sr.JudgementRecord:
    return sr.JudgementRecord(
        a=row.a.key,
        b=row.b.key,
        outcome=row.outcome,
        reason=row.reason,
        names_confirmed=not {row.a_id, row.b_id}.isdisjoint(confirmed) or UNSET,
        recorded_at=written_at(row.recorded_at),
    )
