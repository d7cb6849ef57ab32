"""Checks that no name of a person gets into an unnamed source unnoticed.

A text that would call the source by a name is refused; in other texts a senior editor must confirm the name. Names of persons
known only from unpublished claims never cause a refusal, which would reveal that they are recorded: those, and persons
recorded after the text, are listed for senior editors.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from factcheck.database.lookups import among
from factcheck.text.blanks import is_blank
from sources.models import PersonMatch, Source, SourceWord
from sources.operations.changes import SourceOperationError
from sources.person_names import anchors, index_words
from sources.queries import persons as found
from sources.queries.mergers import surviving_source_id
from sources.queries.vouchers import vouchers_of

_BATCH: Final = 500


class PersonNamedError(SourceOperationError):
    """Texts about an unnamed source name recorded persons; ``by_place`` has the message for each place."""

    def __init__(self, namings: Sequence[found.Naming]) -> None:
        self.by_place = {naming.text.place: refusal(naming) for naming in namings}
        super().__init__(" ".join(f"“{each.text.source}”, {each.text.place}: {refusal(each)}" for each in namings))


def refusal(naming: found.Naming) -> str:
    """Return why a text that names a person is refused, and what to do instead."""
    if naming.is_direct_name:
        return f"“{naming.name}” is a recorded person: call an unnamed source by its role, never by a name."
    return (
        f"This names “{naming.name}”, a recorded person. Leave the name out, or have a senior editor (who may approve unnamed"
        " sources) confirm with names_confirmed that it does not identify the source."
    )


def check(texts: Sequence[found.Text], *, at: datetime, confirmed: bool) -> list[found.Naming]:
    """Return the persons that the texts name, including those that must not be mentioned.

    Raises: PersonNamedError if a text calls the source by a name, or names a person and nobody ``confirmed`` it.
    """
    named = list(found.namings(texts, found.persons_near(texts)))
    # Persons known from hidden claims alone are left out: a refusal would tell that they are recorded.
    refused = [naming for naming in found.visible(named, at) if naming.is_direct_name or not confirmed]
    if refused:
        raise PersonNamedError(refused)
    return named


def follow_unnamed(sources: Iterable[Source], named: Iterable[found.Naming], *, at: datetime, actor: str) -> None:
    """Record the persons named in the texts of those of the sources that are unnamed; call it after they are stored.

    ``named`` are the persons found in the texts just checked, confirmed by ``actor`` where that was stated; the rest is left
    for senior editors to settle.
    """
    keys = {source.pk: source.key for source in sources if not source.identified}
    if not keys:
        return
    texts = found.texts_of(keys)
    _index({pk: index_words(text.text for text in each) for pk, each in texts.items()}, of_person=False)
    _sync(list(PersonMatch.objects.filter(among("unnamed", keys))), found.named_by(texts), at)
    _settle({key: pk for pk, key in keys.items()}, list(named), at, actor)


def follow_persons(sources: Collection[int], *, at: datetime) -> None:
    """Record which unnamed sources have texts that name these sources, if they are persons."""
    if not sources:
        return
    persons = found.persons_among(sources)
    _index(
        {pk: set() for pk in sources} | {each.id: anchors(each.names) for each in persons if each.id is not None},
        of_person=True,
    )
    rows = PersonMatch.objects.filter(among("person", sources))
    _sync(list(rows), found.named_by_stored(persons) if persons else set(), at)


def settle_match(match: PersonMatch, *, at: datetime, actor: str, reason: str) -> None:
    """Record that a name may stay in its text. Raises: SourceOperationError without a reason."""
    if is_blank(reason):
        raise SourceOperationError("Say why the name does not identify the source.")
    values = {"settled_at": at, "settled_by": actor, "settled_reason": reason}
    PersonMatch.objects.filter(pk=match.pk, settled_at=None).update(**values)


def _index(words: Mapping[int, Collection[str]], *, of_person: bool) -> None:
    SourceWord.objects.filter(among("source", words)).delete()
    rows = [SourceWord(source_id=pk, word=word, of_person=of_person) for pk, own in words.items() for word in sorted(own)]
    SourceWord.objects.bulk_create(rows, batch_size=_BATCH)


def _sync(rows: Iterable[PersonMatch], pairs: Collection[tuple[int, int]], at: datetime) -> None:
    """Keep matches that still exist unchanged, and open new ones."""
    stored = {(row.unnamed_id, row.person_id): row for row in rows}
    if gone := [row.pk for pair, row in stored.items() if pair not in pairs]:
        # Where the name or the text goes, the match goes: it is itself a hint at who the source is.
        PersonMatch.objects.filter(among("pk", gone)).delete()
    new = [
        PersonMatch(unnamed_id=unnamed, person_id=person, found_at=at) for unnamed, person in sorted({*pairs} - stored.keys())
    ]
    PersonMatch.objects.bulk_create(new, batch_size=_BATCH)


def _settle(ids: Mapping[str, int], named: Sequence[found.Naming], at: datetime, actor: str) -> None:
    """Settle the matches that were confirmed, and reopen the others."""
    # Confirmed is only what its author could see: persons of hidden claims wait for a senior editor.
    seen = {each.person.id for each in found.visible(named, at)}
    for unnamed, person in {(ids[each.text.source], each.person.id) for each in named}:
        settled = {"settled_at": at, "settled_by": actor} if person in seen else {"settled_at": None, "settled_by": ""}
        PersonMatch.objects.filter(unnamed=unnamed, person=person).update(**settled, settled_reason="")


def texts_about(
    source: Source, fields: Collection[str], reason: str, also_vouched_by: Collection[int] | None = None
) -> list[found.Text]:
    """Return the texts among ``fields`` of a source, and the ``reason`` of their change; none if it is named.

    ``also_vouched_by`` are the ids of its further vouchers; None: those stored.
    """
    if source.identified:
        return []
    outlets = outlet_keys(source, also_vouched_by)
    public = outlets | _itself(source)
    texts = [
        text
        for name in fields
        for text in found.texts_about(source.key, {name: getattr(source, name)}, outlets if name in found.NAMES else public)
    ]
    return [*texts, *_reasons([(source, public)], reason)]


def reasons(sources: Iterable[Source], reason: str) -> list[found.Text]:
    """Return the reason as a text about each unnamed one of the sources."""
    return _reasons([(source, public_names(source)) for source in sources if not source.identified], reason)


def _reasons(sources: Iterable[tuple[Source, Collection[str]]], reason: str) -> list[found.Text]:
    return [found.Text(source.key, "reason", reason, public) for source, public in sources if reason]


def public_names(source: Source) -> frozenset[str]:
    """Return the keys of the sources that the record of an unnamed one names: its outlets, and who it has said to be."""
    return outlet_keys(source) | _itself(source)


def outlet_keys(source: Source, also_vouched_by: Collection[int] | None = None) -> frozenset[str]:
    """Return the keys of the outlets that know who a source is; ``also_vouched_by`` are ids, None: those stored."""
    if also_vouched_by is None:
        return frozenset(voucher.key for voucher in vouchers_of(source))
    first = [source.vouched_by.key] if source.vouched_by is not None else []
    return frozenset((*first, *Source.objects.filter(pk__in=also_vouched_by).values_list("key", flat=True)))


def _itself(source: Source) -> frozenset[str]:
    if source.named_as_id is None:
        return frozenset()
    keys = Source.objects.filter(pk__in=(source.named_as_id, surviving_source_id(source.named_as_id)))
    return frozenset(keys.values_list("key", flat=True))
