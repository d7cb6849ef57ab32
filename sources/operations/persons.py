"""No name of a person gets into an unnamed source unseen.

What would call the source by a name is refused; in its other texts a name is for a senior editor to confirm. Names of persons
known only from unpublished claims never cause a refusal, which would tell that they are on record: of those, and of persons
recorded after the text, senior editors are asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from factcheck.database.lookups import among
from sources.models import PersonMatch, Source, SourceWord
from sources.operations.changes import SourceOperationError
from sources.person_names import anchors, index_words
from sources.queries import persons as found

_BATCH: Final = 500


class PersonNamedError(SourceOperationError):
    """Texts about an unnamed source name persons on record; ``by_place`` says so at each place where one does."""

    def __init__(self, namings: Sequence[found.Naming]) -> None:
        self.by_place = {naming.text.place: refusal(naming) for naming in namings}
        super().__init__(" ".join(f"“{each.text.source}”, {each.text.place}: {refusal(each)}" for each in namings))


def refusal(naming: found.Naming) -> str:
    """Return why a text that names a person is refused, and what to do instead."""
    if naming.tells_who:
        return f"“{naming.name}” is a person on record: an unnamed source is called by its role, never by a name."
    return (
        f"This names “{naming.name}”, a person on record. Leave the name out, or have a senior editor (who may approve unnamed"
        " sources) confirm with names_confirmed that it does not tell who the source is."
    )


def check(texts: Sequence[found.Text], *, at: datetime, confirmed: bool) -> list[found.Naming]:
    """Return whom the texts name, with persons that nobody is told of.

    Raises: PersonNamedError where a text calls the source by a name, or names a person and nobody ``confirmed`` that it may.
    """
    named = list(found.namings(texts, found.persons_near(texts)))
    refused = [naming for naming in found.visible(named, at) if naming.tells_who or not confirmed]
    if refused:
        raise PersonNamedError(refused)
    return named


def follow_unnamed(sources: Iterable[Source], named: Iterable[found.Naming], *, at: datetime, actor: str) -> None:
    """Note whom the texts of those of the sources that are unnamed name, once they are stored.

    ``named`` is whom those texts name that were just checked: as ``actor`` confirmed, where that was told; the rest is left for
    senior editors to settle.
    """
    keys = {source.pk: source.key for source in sources if not source.identified}
    if not keys:
        return
    texts = found.texts_of(keys)
    _index({pk: index_words(text.text for text in told) for pk, told in texts.items()}, of_person=False)
    _sync(list(PersonMatch.objects.filter(among("unnamed", keys))), found.named_by(texts), at)
    _settle({key: pk for pk, key in keys.items()}, list(named), at, actor)


def follow_persons(sources: Collection[int], *, at: datetime) -> None:
    """Note which unnamed sources on record have texts that name these sources, as far as they are persons."""
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
    """Record that a name may stay where it stands. Raises: SourceOperationError without a reason."""
    if not reason.strip():
        raise SourceOperationError("Say why the name does not tell who the source is.")
    values = {"settled_at": at, "settled_by": actor, "settled_reason": reason}
    PersonMatch.objects.filter(pk=match.pk, settled_at=None).update(**values)


def _index(words: Mapping[int, Collection[str]], *, of_person: bool) -> None:
    SourceWord.objects.filter(among("source", words)).delete()
    rows = [SourceWord(source_id=pk, word=word, of_person=of_person) for pk, told in words.items() for word in sorted(told)]
    SourceWord.objects.bulk_create(rows, batch_size=_BATCH)


def _sync(rows: Iterable[PersonMatch], pairs: Collection[tuple[int, int]], at: datetime) -> None:
    """Keep matches as they are that still hold, and open those that are new."""
    stored = {(row.unnamed_id, row.person_id): row for row in rows}
    if gone := [row.pk for pair, row in stored.items() if pair not in pairs]:
        PersonMatch.objects.filter(among("pk", gone)).delete()
    new = [
        PersonMatch(unnamed_id=unnamed, person_id=person, found_at=at) for unnamed, person in sorted({*pairs} - stored.keys())
    ]
    PersonMatch.objects.bulk_create(new, batch_size=_BATCH)


def _settle(ids: Mapping[str, int], named: Sequence[found.Naming], at: datetime, actor: str) -> None:
    """Settle the matches of those who were named and seen to be, and open anew those of the others."""
    seen = {each.person.id for each in found.visible(named, at)}
    for unnamed, person in {(ids[each.text.source], each.person.id) for each in named}:
        settled = {"settled_at": at, "settled_by": actor} if person in seen else {"settled_at": None, "settled_by": ""}
        PersonMatch.objects.filter(unnamed=unnamed, person=person).update(**settled, settled_reason="")


def texts_about(source: Source, fields: Collection[str], reason: str) -> list[found.Text]:
    """Return the texts among ``fields`` of a source, and the ``reason`` of their change; none if it is named."""
    if source.identified:
        return []
    values = {name: getattr(source, name) for name in fields}
    told = found.texts_about(source.key, values, voucher_of(source))
    return [*told, *reasons([source], reason)]


def reasons(sources: Iterable[Source], reason: str) -> list[found.Text]:
    """Return a reason as a text about each of the sources that is unnamed."""
    return [
        found.Text(source.key, "reason", reason, voucher_of(source)) for source in sources if reason and not source.identified
    ]


def voucher_of(source: Source) -> str | None:
    """Return the key of the outlet that knows who a source is."""
    return source.vouched_by.key if source.vouched_by is not None else None
