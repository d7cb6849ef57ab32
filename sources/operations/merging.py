"""Merging second records of a source into the first, and undoing that. Nothing is moved: each keeps its attributions.

Two named records become one voice by a relation. Unnamed ones, which may have no relation, do so by the stored voice, and only
if the same outlets vouch for both, or documents of the outlets' own words show that they heard the same briefing: so the merger
reveals no more about the source than those words. All outlets of both then vouch for the first record.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from factcheck.text.blanks import is_blank
from sources.models import Document, Source, SourceRelation
from sources.names import bare, search_text
from sources.operations import persons
from sources.operations.changes import SourceOperationError, in_order, record_change
from sources.operations.relations import relate, strike
from sources.operations.vouching import OUTLETS_RETURNED, OUTLETS_TAKEN, share_outlets
from sources.queries.mergers import judged_independent, same_as, surviving_source_id
from sources.queries.vouchers import heard_apart, vouched_for_apart, vouchers_of
from sources.vocabulary import SAME_AS

#: The actions of the changes for a merger, and for undoing it.
MERGED: Final = "merged"
UNMERGED: Final = "merger undone"
NAMES_TAKEN: Final = "names taken over"
NAMES_RETURNED: Final = "names returned"
#: The actions of the changes of a source's own fields, which forms show.
FIELD_CHANGES: Final = ("changed", NAMES_TAKEN, NAMES_RETURNED, OUTLETS_TAKEN, OUTLETS_RETURNED)
#: The most documents of a merger: the words of one outlet, and of the other.
MOST_DOCUMENTS: Final = 2


def merge_sources(
    second: Source,
    first: Source,
    *,
    at: datetime,
    actor: str,
    reason: str,
    names_confirmed: bool = False,
    shared_reason: bool = False,
    documents: Sequence[Document] = (),
    foreseen: bool = False,
) -> None:
    """Record that ``second`` is a second record of the source ``first``: one voice, offered under the first record only.

    The first, if named, is then also found by the names of the second. ``names_confirmed`` and ``shared_reason`` are as in
    ``record_sources``. ``documents``, one or two, show that unnamed sources of different outlets are one; a merger that is only
    ``foreseen``, and rolled back, needs none.

    Raises: PersonNamedError if the reason, for unnamed ones, names a recorded person. SourceOperationError if the two cannot be
    one, one of them is already merged in a conflicting way, or the documents do not show it.
    """
    if is_blank(reason):
        raise SourceOperationError("Say what shows that the two are one.")
    with transaction.atomic():
        at = in_order(at)
        # Read under the lock: the caller's records may be older than a colleague's merger.
        one, into = Source.objects.get(pk=second.pk), Source.objects.get(pk=first.pk)
        _refuse(one, into)
        _refuse_documents(one, into, documents, foreseen=foreseen)
        named = persons.check([] if shared_reason else persons.reasons((one, into), reason), at=at, confirmed=names_confirmed)
        old: dict[str, Any] = {"merged_into_id": None}
        new: dict[str, Any] = {"merged_into_id": into.pk, "merged_into": into.key}
        # Named records are joined by a relation, which an editor could have recorded without a merger.
        if one.identified:
            relation = _relation(one, into, at, actor, reason)
            new["relation"] = relation.pk if relation is not None else None
            _lend_names(one, into, at, actor, reason)
        else:
            # An unnamed source may have no relation, so only the stored voice can join the two.
            old |= {"voice_id": one.voice_id, "family_id": one.family_id}
            new |= {"voice_id": into.pk, "family_id": into.pk}
        if documents:
            new["documents"] = [document.key for document in documents]
        _set(one, second, old, new, MERGED, at, actor, reason)
        share_outlets(into, OUTLETS_TAKEN, at, actor, reason)
        persons.follow_unnamed((one, into), named, at=at, actor=actor)


def undo_merger(second: Source, *, at: datetime, actor: str, reason: str, names_confirmed: bool = False) -> bool:
    """Undo a merger, with the relation and the names that it added; return whether the two are still one voice.

    Raises: PersonNamedError as ``merge_sources`` does.
        SourceOperationError if it is not merged, or if a later merger rests on this one.
    """
    if is_blank(reason):
        raise SourceOperationError("Say why the two are not one.")
    with transaction.atomic():
        at = in_order(at)
        one = Source.objects.select_related("merged_into").get(pk=second.pk)
        into = one.merged_into
        if into is None:
            raise SourceOperationError(f"“{one}” is not merged into another source.")
        # Last first, or the names would go back to a record that lent them on.
        if into.merged_into is not None:
            raise SourceOperationError(f"“{into}” was merged into “{into.merged_into}” later: undo that first.")
        if one.named_as_id is not None:
            raise SourceOperationError(f"“{one}” ({one.key}) has named itself since: undo that first.")
        named = persons.check(persons.reasons((one,), reason), at=at, confirmed=names_confirmed)
        old: dict[str, Any] = {"merged_into_id": into.pk, "merged_into": into.key}
        new: dict[str, Any] = {"merged_into_id": None}
        if one.identified:
            relation = _brought(one)
            if relation is not None:
                strike(relation, at=at, actor=actor, reason=reason)
            _return_names(one, into, at, actor, reason)
        else:
            old |= {"voice_id": one.voice_id, "family_id": one.family_id}
            new |= {"voice_id": None, "family_id": None}
        _set(one, second, old, new, UNMERGED, at, actor, reason)
        share_outlets(into, OUTLETS_RETURNED, at, actor, reason)
        persons.follow_unnamed((one,), named, at=at, actor=actor)
        # At the end, because undoing this may part the outlets that an unnamed merger rests on.
        _refuse_apart()
        one.refresh_from_db(fields=["voice"])
        into.refresh_from_db(fields=["voice"])
    return (one.voice_id or one.pk) == (into.voice_id or into.pk)


def _refuse(one: Source, into: Source) -> None:
    if one.pk == into.pk:
        raise SourceOperationError(f"“{one}” cannot be merged into itself: choose the record that it duplicates.")
    if one.merged_into is not None:
        raise SourceOperationError(f"“{one}” is already merged into “{one.merged_into}”: undo that first.")
    if into.merged_into is not None:
        _refuse_merged(one, into)
    if one.identified != into.identified:
        named, unnamed = (one, into) if one.identified else (into, one)
        raise SourceOperationError(f"“{named}” is named and “{unnamed}” is not: merging would identify the unnamed source.")
    if judged_independent(one, into):
        raise SourceOperationError(
            f"“{one}” and “{into}” were judged independent: record another judgement of the two, such as unsure, first."
        )
    for source in (one, into):
        if source.named_as_id is not None:
            raise SourceOperationError(f"“{source}” ({source.key}) has named itself since: undo that first.")
    if not one.identified:
        _refuse_unnamed(one, into)


def _refuse_merged(one: Source, into: Source) -> None:
    end = Source.objects.get(pk=surviving_source_id(into.pk))
    if end.pk == one.pk:
        raise SourceOperationError(f"“{into}” is already merged into “{one}”: undo that first.")
    raise SourceOperationError(f"“{into}” is a second record of “{end}” ({end.key}): merge into that one.")


def _refuse_unnamed(one: Source, into: Source) -> None:
    repeated = one.merged.order_by("id").first()
    if repeated is not None:
        raise SourceOperationError(f"“{repeated}” ({repeated.key}) is merged into “{one}”: merge each into “{into}” instead.")


def _refuse_documents(one: Source, into: Source, documents: Sequence[Document], *, foreseen: bool) -> None:
    if one.identified:
        if documents:
            raise SourceOperationError("Only a merger of unnamed sources rests on documents: give the reason alone.")
        return
    if len({document.pk for document in documents}) < len(documents) or len(documents) > MOST_DOCUMENTS:
        raise SourceOperationError("Name one document, or two different ones.")
    for document in documents:
        if document.withdrawal_recorded_at is not None:
            raise SourceOperationError(f"“{document}” was retracted and shows nothing: name another document.")
    if not documents and not foreseen and heard_apart(one, into):
        raise SourceOperationError(
            f"“{one}” is known to {_outlets(one)} and “{into}” to {_outlets(into)}: name a document or two in which the"
            " outlets' own words show that they heard the same briefing."
        )


def _outlets(source: Source) -> str:
    return " and ".join(str(outlet) for outlet in vouchers_of(source))


def _refuse_apart() -> None:
    """Refuse to leave two unnamed records merged whose outlets are different sources now."""
    for unnamed in vouched_for_apart():
        raise SourceOperationError(
            f"“{unnamed}” ({unnamed.key}) is merged into “{unnamed.merged_into}” because the same outlets vouch for"
            " both: undo that first."
        )


def _relation(one: Source, into: Source, at: datetime, actor: str, reason: str) -> SourceRelation | None:
    """Record and return the relation of the merger; None if an editor had already recorded that the two are the same."""
    if same_as(one, into):
        return None
    relation = SourceRelation(from_source=one, to_source=into, kind=SAME_AS, reason=reason)
    relate([relation], at=at, actor=actor)
    return relation


def _brought(one: Source) -> SourceRelation | None:
    """Return the relation that the merger in force added, struck out or not; None if it added none."""
    merger = one.changes.filter(action=MERGED).order_by("-id")[:1]
    return SourceRelation.objects.filter(pk__in=[change.new.get("relation") for change in merger]).first()


def _lend_names(one: Source, into: Source, at: datetime, actor: str, reason: str) -> None:
    known = {bare(name) for name in (into.name, into.short_name, *into.alias_list)}
    lent = []
    for name in _names(one):
        if bare(name) and bare(name) not in known:
            known.add(bare(name))
            lent.append(name)
    _set_aliases(into, [*into.alias_list, *lent], {"of": one.key, "names": lent}, NAMES_TAKEN, at, actor, reason)


def _return_names(one: Source, into: Source, at: datetime, actor: str, reason: str) -> None:
    """Remove the names of the second from the first, except those that it had itself or has from another merged record."""
    taken = list(into.changes.filter(action=NAMES_TAKEN).order_by("id"))
    of_any = {name for change in taken for name in change.new["names"]}
    own = {name for change in taken if change.new["of"] == one.key for name in change.new["names"]}
    others = {bare(name) for other in into.merged.exclude(pk=one.pk) for name in _names(other)}
    returned = [
        name
        for name in into.alias_list
        if (name in own or (name in of_any and name in _names(one))) and bare(name) not in others
    ]
    left = [name for name in into.alias_list if name not in returned]
    _set_aliases(into, left, {"of": one.key, "names": returned}, NAMES_RETURNED, at, actor, reason)


def _set_aliases(
    source: Source, aliases: Iterable[str], details: dict[str, Any], action: str, at: datetime, actor: str, reason: str
) -> None:
    old, source.aliases = source.aliases, "\n".join(aliases)
    if not details["names"]:
        return
    source.search_text = search_text((*source.names, *source.alias_list))
    source.save(update_fields=["aliases", "search_text"])
    record_change(source, action, {"aliases": old}, {"aliases": source.aliases, **details}, at, actor, reason)
    persons.follow_persons([source.pk], at=at)


def _names(source: Source) -> list[str]:
    """Return the names of a source, including aliases but not its key, which stays its own. Each is one line."""
    return [" ".join(name.split()) for name in (source.name, source.short_name, *source.alias_list) if name.strip()]


def _set(
    one: Source,
    shown: Source,
    old: dict[str, Any],
    new: dict[str, Any],
    action: str,
    at: datetime,
    actor: str,
    reason: str,
) -> None:
    """Write the changed fields of the second record, and the change."""
    values = {name: value for name, value in new.items() if name.endswith("_id")}
    Source.objects.filter(pk=one.pk).update(**values)
    for name, value in values.items():
        setattr(shown, name, value)
    record_change(one, action, old, new, at, actor, reason)
