"""Recording and changing sources."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from factcheck.text.search_words import words_of
from sources.countries import country_advice, country_mistake
from sources.models import Source, SourceChange
from sources.names import search_text
from sources.operations import persons
from sources.operations.changes import SourceOperationError, in_order, record_change, refuse_second
from sources.operations.vouching import FURTHER, further_ids, refuse_vouchers, store_further, with_ids
from sources.operations.words import record_words
from sources.person_names import IDENTITY
from sources.queries.approvers import WHO_IT_IS, approval_fault
from sources.queries.mergers import is_merged
from sources.queries.persons import NAMES, TEXTS, Naming
from sources.vocabulary import PERSON

#: Fields that define a source for good.
FIXED_FIELDS: Final = frozenset(("id", "key", "identified", "recorded_at", "named_as", "named_as_id"))
#: Fields that hold a person's names, or say whether the source is a person.
_PERSON_FIELDS: Final = frozenset(("name", "short_name", "aliases", "kind"))
#: Who vouches for an unnamed source.
VOUCHERS: Final = frozenset(("vouched_by_id", FURTHER))
NOBODY: Final[Mapping[str, Collection[int]]] = {}


def record_sources(
    sources: Sequence[Source],
    *,
    at: datetime,
    actor: str,
    reason: str = "",
    person: int | None = None,
    names_confirmed: Collection[str] = (),
    shared_reason: bool = False,
    also_vouched_by: Mapping[str, Collection[int]] = NOBODY,
) -> None:
    """Store new, unsaved sources (vouchers saved before the sources that they vouch for) with the change that records them.

    ``person`` is the account of the ``actor``; a command has none, and may name the approver of a source. ``names_confirmed``
    are the keys of unnamed sources in whose texts a senior editor confirmed the names of persons. A ``shared_reason`` is that
    of a load of many records, and concerns none of them in particular. ``also_vouched_by`` holds the ids of the outlets that
    know who an unnamed source is besides the first, by the key of the source.

    Raises: PersonNamedError if an unnamed source would otherwise name a recorded person; SourceOperationError if an unnamed
    source would vouch for another, if an outlet would vouch twice or for a named source, for a country or an organisation that
    cannot be one, if the person would approve what they
    record, or if somebody else recorded one of the keys at the same moment.
    """
    approving = [source for source in sources if source.approved_by]
    if approving and person is not None:
        _refuse_approval(None, approving[0].approved_by, person)
    for source in sources:
        refuse_vouchers(source, also_vouched_by.get(source.key, ()))
        _refuse_country(source)
        _refuse_organisation(source)
    if not sources:
        return
    try:
        _store_sources(sources, at, actor, reason, person, names_confirmed, also_vouched_by, shared_reason=shared_reason)
    except IntegrityError as error:
        taken = Source.objects.filter(key__in=[source.key for source in sources]).order_by("key")
        refuse_second([f"a source “{source.key}” ({source})" for source in taken], error)


def _store_sources(
    sources: Sequence[Source],
    at: datetime,
    actor: str,
    reason: str,
    person: int | None,
    confirmed: Collection[str],
    further: Mapping[str, Collection[int]],
    *,
    shared_reason: bool,
) -> None:
    with transaction.atomic():
        at = in_order(at)
        named = _named_in_new(sources, "" if shared_reason else reason, confirmed, further, at)
        for source in sources:
            source.recorded_at = at
            source.search_text = search_text((*source.names, *source.alias_list))
        Source.objects.bulk_create(sources, batch_size=500)
        store_further({source.pk: further[source.key] for source in sources if further.get(source.key)})
        record_words(word for source in sources for word in _words(source))
        SourceChange.objects.bulk_create(
            [
                SourceChange(
                    source=source,
                    action="recorded",
                    new={"key": source.key},
                    at=at,
                    actor=actor,
                    person_id=person,
                    reason=reason,
                    # A new source is in no claim yet, so the change is applied already.
                    applied_at=at,
                )
                for source in sources
            ],
            batch_size=500,
        )
        persons.follow_unnamed(sources, named, at=at, actor=actor)
        recorded = [source.pk for source in sources if source.identified and source.kind == PERSON]
        persons.follow_persons(recorded, at=at)


def _named_in_new(
    sources: Sequence[Source],
    reason: str,
    confirmed: Collection[str],
    further: Mapping[str, Collection[int]],
    at: datetime,
) -> list[Naming]:
    """Return the persons named in the texts of new unnamed sources. Raises: PersonNamedError."""
    named: list[Naming] = []
    # Those confirmed and the others apart, because each check has one answer for all of its texts.
    for may in (False, True):
        some = [source for source in sources if (source.key in confirmed) is may]
        texts = [
            text
            for source in some
            for text in persons.texts_about(source, (*NAMES, *TEXTS), reason, further.get(source.key, ()))
        ]
        named += persons.check(texts, at=at, confirmed=may)
    return named


def _words(source: Source) -> list[str]:
    return [word for name in (*source.names, *source.alias_list) for word in words_of(name)]


def change_source(
    source: Source,
    changes: Mapping[str, Any],
    *,
    at: datetime,
    actor: str,
    reason: str = "",
    person: int | None = None,
    names_confirmed: bool = False,
    shared_reason: bool = False,
) -> bool:
    """Set fields of a stored source (by attribute name) and record old and new values; return whether anything changed.

    ``also_vouched_by`` among the fields is all further vouchers, by id.

    ``person`` is the account of the ``actor``, who approves in their own name only; a command has none, and may name the
    approver. An approval lapses when a person changes who the source is. ``names_confirmed`` and ``shared_reason`` are as in
    ``record_sources``; for an unnamed source only changed texts are checked.

    Raises: PersonNamedError if an unnamed source would name a recorded person; SourceOperationError for a field that never
    changes, for another voucher of a merged unnamed source, for a country or an organisation that cannot be one, or for an
    approval in another's name or by the person who recorded the source.
    """
    fixed = FIXED_FIELDS.intersection(changes)
    if fixed:
        raise SourceOperationError(f"{', '.join(sorted(fixed))} of a source never changes; record a new source instead.")
    with transaction.atomic():
        at = in_order(at)
        # Read under the lock: the caller's instance may be older.
        stored = Source.objects.get(pk=source.pk)
        new = _with_approval(stored, _differing(stored, changes), person)
        if not new:
            return False
        old = {name: _value(stored, name) for name in new}
        # Such a merger holds only as long as the same outlets vouch for both.
        if VOUCHERS & old.keys() and is_merged(stored.pk):
            raise SourceOperationError(f"“{stored}” is merged as a source of {stored.vouched_by}: undo the merger first.")
        if "approved_by" in new:
            stored.approver_id = source.approver_id = person if new["approved_by"] else None
        columns = {name: value for name, value in new.items() if name != FURTHER}
        for name, value in columns.items():
            setattr(stored, name, value)
        if "country" in new:
            _refuse_country(stored)
        if "organisation_source_id" in new:
            _refuse_organisation(stored)
        if new.get("kind") == PERSON and Source.objects.filter(organisation_source=stored.pk).exists():
            raise SourceOperationError(f"“{stored}” is the organisation of other sources and cannot be a person.")
        further = new.get(FURTHER, further_ids(stored))
        refuse_vouchers(stored, further)
        if not stored.identified and any(getattr(stored, name) for name in IDENTITY):
            raise SourceOperationError(
                f"“{stored}” is unnamed: aliases, a short name, a homepage or a Wikidata id would identify it."
            )
        texts = persons.texts_about(stored, columns, "" if shared_reason else reason, further)
        named = persons.check(texts, at=at, confirmed=names_confirmed)
        for name, value in columns.items():
            setattr(source, name, value)
        stored.search_text = source.search_text = search_text((*stored.names, *stored.alias_list))
        stored.save(update_fields=[*sorted(columns), "approver", "search_text"])
        if FURTHER in new:
            stored.also_vouched_by.set(further)
        record_words(_words(stored))
        record_change(stored, "changed", old, new, at, actor, reason, person)
        persons.follow_unnamed([stored], named, at=at, actor=actor)
        if stored.identified and _PERSON_FIELDS & old.keys():
            persons.follow_persons([stored.pk], at=at)
    return True


def _refuse_country(source: Source) -> None:
    """Refuse what is no country of ISO 3166-1. Raises: SourceOperationError."""
    if country_mistake(source.country) is not None:
        message = (
            f"“{source.country}”, the country of “{source}”, is not a code of ISO 3166-1. {country_advice(source.country)}"
        )
        raise SourceOperationError(message.strip())


def _refuse_organisation(source: Source) -> None:
    """Refuse an organisation that cannot be one: the source itself or what belongs to it, an unnamed source, a person.

    Raises: SourceOperationError.
    """
    above = source.organisation_source
    if above is None:
        return
    if not above.identified or above.kind == PERSON:
        what = "a person" if above.identified else "unnamed"
        raise SourceOperationError(f"“{above}” is {what} and cannot be the organisation of “{source}”.")
    if source.pk is not None and source.pk in _organisations_from(above):
        raise SourceOperationError(f"“{source}” cannot belong to “{above}”, which is itself or belongs to it.")


def _organisations_from(organisation: Source) -> set[int]:
    """Return the ids of an organisation, of its organisation, and so on."""
    found: set[int] = set()
    at: Source | None = organisation
    while at is not None and at.pk not in found:
        found.add(at.pk)
        at = at.organisation_source
    return found


def _differing(stored: Source, changes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in with_ids(changes).items() if _value(stored, name) != value}


def _value(stored: Source, name: str) -> Any:
    return further_ids(stored) if name == FURTHER else getattr(stored, name)


def _with_approval(stored: Source, new: dict[str, Any], person: int | None) -> dict[str, Any]:
    """Return new values with the effect on the approval, which covers only the source as it was.

    Raises: SourceOperationError if the person may not give it.
    """
    if person is None:
        return new
    # With another name or voucher it is another source, for which nobody has given an approval.
    is_another = not set(WHO_IT_IS).isdisjoint(new)
    if name := new.get("approved_by"):
        _refuse_approval(None if is_another else stored, name, person)
    return {**new, "approved_by": ""} if is_another and stored.approved_by else new


def _refuse_approval(source: Source | None, name: str, person: int) -> None:
    if fault := approval_fault(source, name, User.objects.get(pk=person)):
        raise SourceOperationError(fault)
