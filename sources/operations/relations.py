"""Relations between named sources, and editors' judgements of two sources: each write recomputes voices and families."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from factcheck.text.blanks import is_blank
from sources.families import group
from sources.models import IndependenceJudgement, Source, SourceRelation
from sources.operations import persons
from sources.operations.changes import SourceOperationError, in_order, note, record_change, refuse_second
from sources.queries.mergers import merger_between, surviving_source_id
from sources.queries.ties import neighbourhood, still_joined_by
from sources.vocabulary import DEPENDENT, INDEPENDENT, SAME_AS


def relate(relations: Sequence[SourceRelation], *, at: datetime, actor: str) -> None:
    """Store new relations between named sources and recompute voices and families.

    Raises: SourceOperationError if an unnamed source would be tied to another, a source to itself, or if the relation begins in
    the future, is already recorded for an overlapping period, has dates although its kind has none (``same_as``), or was
    recorded by somebody else at the same time.
    """
    try:
        _store_relations(relations, at, actor)
    except IntegrityError as error:
        refuse_second([f"“{relation}”" for relation in relations if _in_force(relation).exists()], error)


def _store_relations(relations: Sequence[SourceRelation], at: datetime, actor: str) -> None:
    with transaction.atomic():
        at = in_order(at)
        # Each also against those before it in the list, which no query finds yet.
        for number, relation in enumerate(relations):
            _refuse_relation(relation, at)
            _refuse_overlap(relation, relations[:number])
            relation.recorded_at = at
        SourceRelation.objects.bulk_create(relations, batch_size=500)
        ends = {source for relation in relations for source in (relation.from_source_id, relation.to_source_id)}
        for relation in relations:
            _note_tie(relation, "related", at, actor, relation.reason)
        regroup(ends, at=at, actor=actor, reason="relations recorded")


def close_relation(relation: SourceRelation, until_on: date, *, at: datetime, actor: str, reason: str) -> SourceRelation:
    """Record when a relation ended: it is struck out and recorded again with its end, so that the past record is kept.

    Raises: SourceOperationError without a reason, or if the relation is struck out, already ended on that day, cannot end
    (``same_as``), or would end before it begins.
    """
    if is_blank(reason):
        raise SourceOperationError("Say why the relation ends, or how we know.")
    if relation.kind == SAME_AS:
        raise SourceOperationError(f"“{relation}” holds at all times: strike it out if it is wrong.")
    if relation.from_on and until_on < relation.from_on:
        raise SourceOperationError(f"“{relation}” would end before it begins, on {relation.from_on}.")
    if relation.until_on == until_on:
        raise SourceOperationError(f"“{relation}” is already recorded to end on {until_on}.")
    with transaction.atomic():
        at = in_order(at)
        _refuse_carrying(relation)
        if not strike(relation, at=at, actor=actor, reason=reason):
            raise SourceOperationError(f"“{relation}” is struck out: record it anew, with its dates.")
        # A new record with the same reason and start: the one without an end stays readable as of earlier times.
        ended = SourceRelation(
            from_source=relation.from_source,
            to_source=relation.to_source,
            kind=relation.kind,
            reason=relation.reason,
            from_on=relation.from_on,
            until_on=until_on,
        )
        relate([ended], at=at, actor=actor)
        return ended


def strike_relation(relation: SourceRelation, *, at: datetime, actor: str, reason: str) -> None:
    """Strike out a wrong relation, and recompute voices and families.

    Raises: SourceOperationError without a reason, or if the relation belongs to a merger, which must be undone instead.
    """
    if is_blank(reason):
        raise SourceOperationError("Say why the relation is struck out.")
    with transaction.atomic():
        at = in_order(at)
        _refuse_carrying(relation)
        strike(relation, at=at, actor=actor, reason=reason)


def strike(relation: SourceRelation, *, at: datetime, actor: str, reason: str) -> bool:
    """Strike out a current relation within a write; return whether it was current. Callers hold the lock on sources."""
    updated = SourceRelation.objects.filter(pk=relation.pk, struck_at=None).update(struck_at=at, struck_reason=reason)
    if updated:
        _note_tie(relation, "relation struck", at, actor, reason)
        regroup({relation.from_source_id, relation.to_source_id}, at=at, actor=actor, reason=reason)
    return bool(updated)


def _note_tie(relation: SourceRelation, action: str, at: datetime, actor: str, reason: str) -> None:
    """Record that a tie was added or removed: the claims of the joined sources wait to be checked, even if no group changes."""
    for source in (relation.from_source, relation.to_source):
        note(source, action, {"relation": str(relation)}, at, actor, reason, waits=True)


def judge(
    one: Source, other: Source, outcome: str, *, at: datetime, actor: str, reason: str, names_confirmed: bool = False
) -> list[str]:
    """Record an editor's judgement on the independence of two sources; it supersedes the one in force.

    Returns: the names through which a family still joins the two, if one does; empty if one is unnamed.
    Raises: PersonNamedError if the reason, for an unnamed source, names a recorded person and no senior editor has
    ``names_confirmed``. SourceOperationError for a source with itself, no reason, dependence of an unnamed source, or
    independence of two records merged into one, or of an unnamed source and the one that it has said to be.
    """
    if one.pk == other.pk:
        raise SourceOperationError("A source cannot be judged against itself.")
    if outcome == DEPENDENT and not (one.identified and other.identified):
        raise SourceOperationError(
            "An unnamed source can only be judged independent or unsure: dependent would help identify it."
        )
    if is_blank(reason):
        raise SourceOperationError("Give the reason for the judgement.")
    # Stored with the lower id first, so that one constraint sees both directions.
    a, b = sorted((one, other), key=lambda source: source.pk)
    with transaction.atomic():
        at = in_order(at)
        in_force = IndependenceJudgement.objects.filter(a=a, b=b, superseded_at=None)
        if in_force.filter(outcome=outcome, reason=reason).exists():
            return _joined(a, b)
        if outcome == INDEPENDENT and (a.named_as_id == b.pk or b.named_as_id == a.pk):
            raise SourceOperationError(f"“{a}” and “{b}” are bound as one source: undo that to judge them apart.")
        if outcome == INDEPENDENT and surviving_source_id(a.pk) == surviving_source_id(b.pk):
            raise SourceOperationError(f"“{a}” and “{b}” are merged as records of one source: undo that to judge them apart.")
        named = persons.check(persons.reasons((a, b), reason), at=at, confirmed=names_confirmed)
        in_force.update(superseded_at=at)
        IndependenceJudgement.objects.create(a=a, b=b, outcome=outcome, reason=reason, recorded_at=at, recorded_by=actor)
        for source in (a, b):
            note(source, "judged", {"with": (b if source is a else a).key, "outcome": outcome}, at, actor, reason, waits=True)
        # Unnamed sources are in no family but their own, so nothing is to be grouped.
        if not (a.identified and b.identified):
            persons.follow_unnamed((a, b), named, at=at, actor=actor)
            return []
        regroup({a.pk, b.pk}, at=at, actor=actor, reason=reason)
        return _joined(a, b)


def _joined(one: Source, other: Source) -> list[str]:
    return still_joined_by(one.pk, other.pk) if one.identified and other.identified else []


def regroup(sources: Iterable[int], *, at: datetime, actor: str, reason: str = "") -> None:
    """Recompute voices and families for everything that ties join with ``sources``, and record what changed.

    Callers hold the lock on sources.
    """
    ids, ties = neighbourhood(sources)
    groups = group(ids, ties)
    changed: list[tuple[Source, dict[str, Any]]] = []
    # In the order of ids, as everywhere. Without the key, so that attributions of these sources can be recorded meanwhile.
    for source in Source.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("id"):
        voice, family = (_stored(source, of[source.pk]) for of in (groups.voice, groups.family))
        if (source.voice_id, source.family_id) != (voice, family):
            changed.append((source, {"voice_id": source.voice_id, "family_id": source.family_id}))
            source.voice_id, source.family_id = voice, family
    Source.objects.bulk_update([source for source, _ in changed], ["voice", "family"], batch_size=200)
    for source, old in changed:
        record_change(source, "regrouped", old, {name: getattr(source, name) for name in old}, at, actor, reason)


def _stored(source: Source, head: int) -> int | None:
    """Return a group as it is stored: null for one's own, except where an unnamed source has the voice of a named one."""
    return None if head == source.pk and source.named_as_id is None else head


def _refuse_relation(relation: SourceRelation, at: datetime) -> None:
    for source in (relation.from_source, relation.to_source):
        if not source.identified:
            raise SourceOperationError(f"“{source}” is unnamed: a relation would help identify it.")
    if relation.from_source_id == relation.to_source_id:
        raise SourceOperationError(f"“{relation.from_source}” cannot be related to itself.")
    if relation.from_on and relation.from_on > at.date():
        raise SourceOperationError(f"“{relation}” begins on {relation.from_on}: record it once it is in force.")
    if relation.kind == SAME_AS and (relation.from_on or relation.until_on):
        raise SourceOperationError(f"“{relation}” holds at all times: leave its dates empty.")
    _refuse_overlap(relation, _in_force(relation))


def _refuse_overlap(relation: SourceRelation, recorded: Iterable[SourceRelation]) -> None:
    """Refuse a second record of the same relation; for another period it is a different tie, such as a second term."""
    for other in recorded:
        if _ends_and_kind(other) == _ends_and_kind(relation) and other.overlaps(relation):
            period = f" ({other.period})" if other.period else ""
            raise SourceOperationError(
                f"“{relation}” is already recorded{period}. End it or strike it out first, or give another period."
            )


def _ends_and_kind(relation: SourceRelation) -> tuple[int, int, str]:
    return relation.from_source_id, relation.to_source_id, relation.kind


def _refuse_carrying(relation: SourceRelation) -> None:
    merged = merger_between(relation.from_source_id, relation.to_source_id) if relation.kind == SAME_AS else None
    if merged is not None:
        raise SourceOperationError(
            f"“{relation}” belongs to a merger: “{merged}” is merged into “{merged.merged_into}”. Undo the merger instead."
        )


def _in_force(relation: SourceRelation) -> QuerySet[SourceRelation]:
    return SourceRelation.objects.filter(
        from_source=relation.from_source_id, to_source=relation.to_source_id, kind=relation.kind, struck_at=None
    )
