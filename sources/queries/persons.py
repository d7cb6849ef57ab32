"""Which recorded persons the texts about unnamed sources name.

An index of words finds them, so that neither all persons nor all texts are read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from django.db.models import QuerySet

from factcheck.database.lookups import among
from sources.models import IndependenceJudgement, PersonMatch, Source, SourceChange, SourceWord
from sources.person_names import WHOLE, PersonName, anchors, how_named, index_words, person_names, readings
from sources.queries.sight import only_hidden
from sources.vocabulary import PERSON

#: The fields with which an unnamed source is called, and its other texts.
NAMES: Final = ("name", "key")
TEXTS: Final = ("description", "organisation", "anonymity_reason", "reliability_rationale")
#: Changes whose reason concerns one source; a new source may be recorded by a load of many, with one shared reason.
_REASONED: Final = ("changed", "merged", "merger undone")
_BATCH: Final = 500


class Text(NamedTuple):
    """A text about an unnamed source."""

    source: str  # its key
    place: str  # the field, or the name of the text where it was entered
    text: str
    public: Collection[str] = ()  # the keys of the sources that its record names: its outlets, and who it has said to be
    is_name: bool = False  # whether it is what the source is called


class Person(NamedTuple):
    """A named person: its record, if it has one yet, and its names."""

    id: int | None
    key: str
    names: Sequence[PersonName]


class Naming(NamedTuple):
    """A text that names a person."""

    text: Text
    person: Person
    name: str
    how: str

    @property
    def is_direct_name(self) -> bool:
        """Whether the source is called by a name of the person, which nobody may confirm."""
        return self.text.is_name and self.how == WHOLE


def texts_about(key: str, values: Mapping[str, str], public: Collection[str]) -> list[Text]:
    """Return the texts among the fields of an unnamed source."""
    named = ((name, values.get(name) or "") for name in (*NAMES, *TEXTS))
    return [Text(key, name, text, public, name in NAMES) for name, text in named if text]


def person(source: Source) -> Person:
    """Return a source as the names of a person."""
    others = [name for name in (source.short_name, *source.alias_list) if name]
    return Person(source.pk, source.key, person_names(source.name, others))


def persons_near(texts: Iterable[Text]) -> list[Person]:
    """Return the recorded persons with a word of their names in one of the texts."""
    words = index_words(text.text for text in texts)
    return [person(each) for each in _persons().filter(among("pk", _with_words(words, of_person=True)))] if words else []


def visible(found: Collection[Naming], now: datetime) -> list[Naming]:
    """Return namings without those of persons known only from unpublished claims."""
    hidden = only_hidden({each.person.id for each in found if each.person.id is not None}, now)
    return [each for each in found if each.person.id not in hidden]


def namings(texts: Iterable[Text], persons: Iterable[Person]) -> Iterator[Naming]:
    """Yield the persons named in each text; those whom the record itself names are skipped, such as the vouching outlets."""
    by_word: dict[str, list[Person]] = {}
    for each in persons:
        for word in anchors(each.names):
            by_word.setdefault(word, []).append(each)
    for text in texts if by_word else ():
        near = {
            each.key: each for word in index_words([text.text]) for each in by_word.get(word, ()) if each.key not in text.public
        }
        reading = readings(text.text) if near else ()
        for each in near.values():
            ways = [(how, name.shown) for name in each.names if (how := how_named(reading, name))]
            if ways:
                how, shown = max(ways, key=lambda way: way[0] == WHOLE)
                yield Naming(text, each, shown, how)


def named_by_stored(persons: Collection[Person]) -> set[tuple[int, int]]:
    """Return pairs (unnamed source, person) of recorded sources whose texts name one of the persons."""
    wanted = _with_words(anchors(name for each in persons for name in each.names), of_person=False)
    unnamed = list(Source.objects.filter(among("pk", wanted), identified=False).values_list("pk", flat=True))
    return _pairs(texts_of(unnamed), persons)


def named_by(texts: Mapping[int, Sequence[Text]]) -> set[tuple[int, int]]:
    """Return pairs (unnamed source, person) for texts, given by source id, that name recorded persons."""
    return _pairs(texts, persons_near(text for each in texts.values() for text in each))


def texts_of(unnamed: Collection[int]) -> dict[int, list[Text]]:
    """Return all texts about recorded unnamed sources: their fields, and reasons of changes and judgements."""
    rows = Source.objects.filter(among("pk", unnamed)).values("pk", *NAMES, *TEXTS)
    public = _public_names(unnamed)
    by_source = {row["pk"]: texts_about(row["key"], row, public[row["pk"]]) for row in rows}
    for source, reason in _reasons(unnamed):
        by_source[source].append(Text(by_source[source][0].source, "reason", reason, public[source]))
    return by_source


def _public_names(unnamed: Collection[int]) -> dict[int, set[str]]:
    """Return for each unnamed source the keys of the sources that its record names."""
    found: dict[int, set[str]] = {pk: set() for pk in unnamed}
    for way in ("vouched_by__key", "also_vouched_by__key", "named_as__key", "named_as__merged_into__key"):
        named = Source.objects.filter(among("pk", unnamed), **{f"{way}__isnull": False})
        for pk, key in named.values_list("pk", way):
            found[pk].add(key)
    return found


def _reasons(unnamed: Collection[int]) -> Iterator[tuple[int, str]]:
    changes = SourceChange.objects.filter(among("source", unnamed), action__in=_REASONED).exclude(reason="")
    yield from changes.values_list("source_id", "reason")
    for side in ("a", "b"):
        yield from IndependenceJudgement.objects.filter(among(side, unnamed)).values_list(f"{side}_id", "reason")


def persons_among(sources: Collection[int]) -> list[Person]:
    """Return those of the sources that are named persons."""
    return [person(each) for each in _persons().filter(among("pk", sources))]


def unnamed_among(sources: Collection[int]) -> list[int]:
    """Return the ids of those of the sources that are unnamed."""
    return list(Source.objects.filter(among("pk", sources), identified=False).values_list("pk", flat=True))


def open_matches() -> QuerySet[PersonMatch]:
    """Return the open matches, oldest first."""
    return PersonMatch.objects.filter(settled_at=None).select_related("unnamed", "person").order_by("id")


def places_of(match: PersonMatch) -> list[tuple[str, str]]:
    """Return the texts that name the person of a match: the place of each, and the text."""
    texts = texts_of([match.unnamed_id])[match.unnamed_id]
    return [(each.text.place, each.text.text) for each in namings(texts, [person(match.person)])]


def confirmed_sources(sources: Collection[int]) -> set[int]:
    """Return those of the unnamed sources for which a senior editor settled that a name may stay."""
    settled = PersonMatch.objects.filter(among("unnamed", sources), settled_at__isnull=False)
    return set(settled.values_list("unnamed_id", flat=True))


def _persons() -> QuerySet[Source]:
    return Source.objects.filter(identified=True, kind=PERSON)


def _with_words(words: Collection[str], *, of_person: bool) -> set[int]:
    """Return the ids of the sources indexed under any of the words: persons by their names, or unnamed ones."""
    found: set[int] = set()
    wanted = sorted(words)
    for start in range(0, len(wanted), _BATCH):
        rows = SourceWord.objects.filter(of_person=of_person, word__in=wanted[start : start + _BATCH])
        found.update(rows.values_list("source_id", flat=True))
    return found


def _pairs(texts: Mapping[int, Sequence[Text]], persons: Collection[Person]) -> set[tuple[int, int]]:
    return {
        (unnamed, naming.person.id)
        for unnamed, own in texts.items()
        for naming in namings(own, persons)
        if naming.person.id is not None
    }
