"""Writes of the source side. Each takes place in one transaction and leaves a SourceChange for all that the policy reads.

One goes on at a time, and what it writes is dated later than all that was written before, whatever the wall clock does: where
the ``at`` of a caller is not later, the rows carry the next microsecond after the last change. Whoever reads sources learns of
it from the changes that are not applied yet (see ``sources.queries.waiting_changes``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NoReturn

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from factcheck import advisory
from sources.families import group
from sources.models import Document, IndependenceJudgement, Source, SourceChange, SourceRelation
from sources.names import search_text
from sources.queries import last_change_at, neighbourhood, still_joined_by
from sources.vocabulary import DEPENDENT

#: Fields of a source that the policy reads: their change may change what a claim's sources amount to.
POLICY_FIELDS = frozenset(
    (
        *("name", "short_name", "kind", "description", "plural", "country", "organisation", "vouched_by_id"),
        *("anonymity_reason", "approved_by", "voice_id", "family_id"),
    )
)
#: Fields that say who a source is for good.
FIXED_FIELDS = frozenset(("id", "key", "identified", "recorded_at"))


class SourceOperationError(ValueError):
    """The change is refused; the message says why and what to do instead."""


def lock_sources() -> None:
    """Let one writer of sources at a time go on, until the transaction ends; take it before any row lock."""
    advisory.take(advisory.SOURCES)


def _in_order(at: datetime) -> datetime:
    """Wait for the turn to write; return ``at``, or the instant after the last change where that is later."""
    lock_sources()
    last = last_change_at()
    return at if last is None else max(at, last + timedelta(microseconds=1))


def record_sources(sources: Sequence[Source], *, at: datetime, actor: str, reason: str = "") -> None:
    """Store new sources (unsaved, vouchers saved before those whom they vouch for) with the change that records them.

    Raises: SourceOperationError where an unnamed source would vouch for another, or where somebody else recorded one of the
    keys in the same instant.
    """
    for source in sources:
        if source.vouched_by is not None and not source.vouched_by.identified:
            raise SourceOperationError(f"“{source.vouched_by}” is unnamed itself, so it cannot vouch for “{source}”.")
    if not sources:
        return
    try:
        _store_sources(sources, at, actor, reason)
    except IntegrityError as error:
        taken = Source.objects.filter(key__in=[source.key for source in sources]).order_by("key")
        _refuse_second([f"a source “{source.key}” ({source})" for source in taken], error)


def _store_sources(sources: Sequence[Source], at: datetime, actor: str, reason: str) -> None:
    with transaction.atomic():
        at = _in_order(at)
        for source in sources:
            source.recorded_at = at
            source.search_text = search_text((*source.names, *source.alias_list))
        Source.objects.bulk_create(sources, batch_size=500)
        SourceChange.objects.bulk_create(
            [
                SourceChange(
                    source=source, action="recorded", new={"key": source.key}, at=at, actor=actor, reason=reason, applied_at=at
                )
                for source in sources
            ],
            batch_size=500,
        )


def change_source(source: Source, changes: Mapping[str, Any], *, at: datetime, actor: str, reason: str = "") -> bool:
    """Set fields of a stored source (by attribute name) and record old and new values; tell whether anything changed.

    Raises: SourceOperationError for a field that never changes.
    """
    fixed = FIXED_FIELDS.intersection(changes)
    if fixed:
        raise SourceOperationError(f"{', '.join(sorted(fixed))} of a source never changes; record another source instead.")
    with transaction.atomic():
        at = _in_order(at)
        stored = Source.objects.get(pk=source.pk)
        old = {name: getattr(stored, name) for name, value in changes.items() if getattr(stored, name) != value}
        if not old:
            return False
        for name in old:
            setattr(stored, name, changes[name])
            setattr(source, name, changes[name])
        stored.search_text = source.search_text = search_text((*stored.names, *stored.alias_list))
        stored.save(update_fields=[*sorted(old), "search_text"])
        _record_change(stored, "changed", old, {name: changes[name] for name in old}, at, actor, reason)
    return True


def relate(relations: Sequence[SourceRelation], *, at: datetime, actor: str) -> None:
    """Store new relations between named sources and regroup voices and families.

    Raises: SourceOperationError where an unnamed source would be tied to another, a source to itself, or where the relation
    begins in the future, is recorded already, or was recorded by somebody else in the same instant.
    """
    try:
        _store_relations(relations, at, actor)
    except IntegrityError as error:
        _refuse_second([f"“{relation}”" for relation in relations if _in_force(relation).exists()], error)


def _store_relations(relations: Sequence[SourceRelation], at: datetime, actor: str) -> None:
    with transaction.atomic():
        at = _in_order(at)
        for relation in relations:
            _refuse_relation(relation, at)
            relation.recorded_at = at
        SourceRelation.objects.bulk_create(relations, batch_size=500)
        ends = {source for relation in relations for source in (relation.from_source_id, relation.to_source_id)}
        for relation in relations:
            _note(relation.from_source, "related", {"relation": str(relation)}, at, actor, relation.reason)
        regroup(ends, at=at, actor=actor, reason="relations recorded")


def strike_relation(relation: SourceRelation, *, at: datetime, actor: str, reason: str) -> None:
    """Strike out a relation that does not hold, and regroup voices and families."""
    if not reason.strip():
        raise SourceOperationError("Say why the relation is struck out.")
    with transaction.atomic():
        at = _in_order(at)
        updated = SourceRelation.objects.filter(pk=relation.pk, struck_at=None).update(struck_at=at, struck_reason=reason)
        if updated:
            _note(relation.from_source, "relation struck", {"relation": str(relation)}, at, actor, reason)
            regroup({relation.from_source_id, relation.to_source_id}, at=at, actor=actor, reason=reason)


def judge(one: Source, other: Source, outcome: str, *, at: datetime, actor: str, reason: str) -> list[str]:
    """Record an editor's word on the independence of two sources, superseding the one in force.

    Returns: for a judgement of independence, the names through which a family still joins the two; else nothing.
    Raises: SourceOperationError for a source with itself, no reason, or dependence of an unnamed source.
    """
    if one.pk == other.pk:
        raise SourceOperationError("A source is not judged against itself.")
    if outcome == DEPENDENT and not (one.identified and other.identified):
        raise SourceOperationError(
            "Of an unnamed source only independent or unsure may be said: dependent would narrow the person down."
        )
    if not reason.strip():
        raise SourceOperationError("Say why the two are judged so.")
    a, b = sorted((one, other), key=lambda source: source.pk)
    with transaction.atomic():
        at = _in_order(at)
        in_force = IndependenceJudgement.objects.filter(a=a, b=b, superseded_at=None)
        if in_force.filter(outcome=outcome, reason=reason).exists():
            return []
        in_force.update(superseded_at=at)
        IndependenceJudgement.objects.create(a=a, b=b, outcome=outcome, reason=reason, recorded_at=at, recorded_by=actor)
        for source in (a, b):
            _note(source, "judged", {"with": (b if source is a else a).key, "outcome": outcome}, at, actor, reason, waits=True)
        if not (a.identified and b.identified):
            return []
        regroup({a.pk, b.pk}, at=at, actor=actor, reason=reason)
        return still_joined_by(a.pk, b.pk, at.date().isoformat())


def regroup(sources: Iterable[int], *, at: datetime, actor: str, reason: str = "") -> None:
    """Compute voices and families anew for all that ties join with ``sources``, and record what changed.

    Callers hold the lock on sources.
    """
    ids, ties = neighbourhood(sources, at.date().isoformat())
    groups = group(ids, ties)
    changed: list[tuple[Source, dict[str, Any]]] = []
    for source in Source.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("id"):
        voice = None if groups.voice[source.pk] == source.pk else groups.voice[source.pk]
        family = None if groups.family[source.pk] == source.pk else groups.family[source.pk]
        if (source.voice_id, source.family_id) != (voice, family):
            changed.append((source, {"voice_id": source.voice_id, "family_id": source.family_id}))
            source.voice_id, source.family_id = voice, family
    Source.objects.bulk_update([source for source, _ in changed], ["voice", "family"], batch_size=200)
    for source, old in changed:
        _record_change(source, "regrouped", old, {name: getattr(source, name) for name in old}, at, actor, reason)


def record_documents(documents: Sequence[Document], *, at: datetime) -> None:
    """Store new documents (unsaved, originals before their copies)."""
    for document in documents:
        document.recorded_at = at
        document.search_text = search_text(document.names)
    Document.objects.bulk_create(documents, batch_size=500)


def change_document(document: Document, changes: Mapping[str, Any]) -> bool:
    """Set descriptive fields of a stored document; tell whether anything changed."""
    changed = [name for name, value in changes.items() if getattr(document, name) != value]
    for name in changed:
        setattr(document, name, changes[name])
    if changed:
        document.search_text = search_text(document.names)
        document.save(update_fields=[*changed, "search_text"])
    return bool(changed)


def mark_applied(changes: Iterable[SourceChange], *, at: datetime) -> None:
    """Note that whoever reads sources has seen to these changes."""
    SourceChange.objects.filter(pk__in=[change.pk for change in changes]).update(applied_at=at)


def _refuse_relation(relation: SourceRelation, at: datetime) -> None:
    for source in (relation.from_source, relation.to_source):
        if not source.identified:
            raise SourceOperationError(f"“{source}” is unnamed: a relation would narrow down who it is.")
    if relation.from_source_id == relation.to_source_id:
        raise SourceOperationError(f"“{relation.from_source}” is not related to itself.")
    if relation.from_on and relation.from_on > at.date():
        raise SourceOperationError(f"“{relation}” begins on {relation.from_on}: record it once it is in force.")
    if _in_force(relation).exists():
        raise SourceOperationError(f"“{relation}” is recorded already; strike it out first to record it anew.")


def _in_force(relation: SourceRelation) -> QuerySet[SourceRelation]:
    return SourceRelation.objects.filter(
        from_source=relation.from_source_id, to_source=relation.to_source_id, kind=relation.kind, struck_at=None
    )


def _refuse_second(recorded: Sequence[str], error: IntegrityError) -> NoReturn:
    """Say what somebody else recorded in the same instant; any other broken constraint is a fault of ours and stays one."""
    if not recorded:
        raise error
    raise SourceOperationError(
        f"Somebody else recorded {', '.join(recorded)} in the same instant, so nothing of yours is stored. "
        "Try again to see what they recorded."
    ) from error


def _record_change(
    source: Source, action: str, old: Mapping[str, Any], new: Mapping[str, Any], at: datetime, actor: str, reason: str
) -> None:
    waits = bool(POLICY_FIELDS.intersection(old))
    SourceChange.objects.create(
        source=source,
        action=action,
        old=dict(old),
        new=dict(new),
        at=at,
        actor=actor,
        reason=reason,
        applied_at=None if waits else at,
    )


def _note(
    source: Source, action: str, new: Mapping[str, Any], at: datetime, actor: str, reason: str, *, waits: bool = False
) -> None:
    SourceChange.objects.create(
        source=source, action=action, new=dict(new), at=at, actor=actor, reason=reason, applied_at=None if waits else at
    )
