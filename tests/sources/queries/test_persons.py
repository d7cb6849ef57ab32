"""Which persons the texts about unnamed sources name: by an index of words, and without what outsiders may not know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from sources.models import PersonMatch, Source
from sources.operations import change_source
from sources.queries import persons, sight
from sources.queries.persons import Naming, Person, Text
from tests.cases import outlet, person, unnamed


@pytest.fixture
def desk(loaded: Callable[..., Any]) -> None:
    loaded(
        sources=[
            person("putin", name="Vladimir Putin", aliases=["Владимир Путин"]),
            person("ada", name="Ada Lovelace"),
            outlet("post"),
            unnamed("u", ("post",)),
        ]
    )


def named(*texts: Text) -> list[tuple[str, str, bool]]:
    found = persons.namings(texts, persons.persons_near(texts))
    return [(one.text.place, one.person.key, one.is_direct_name) for one in found]


def test_a_text_names_a_person_in_any_spelling_and_the_vouching_outlets_name_is_skipped(desk: None) -> None:
    assert named(Text("u", "description", "near Путин")) == [("description", "putin", False)]
    assert named(Text("u", "name", "Vladimir Putin, aide", is_name=True)) == [("name", "putin", True)]
    assert named(Text("u", "description", "near Vladimir Putin", public=("putin",))) == []
    assert named(Text("u", "description", "near nobody")) == named() == []


def test_only_persons_whose_words_are_in_the_texts_are_read(
    desk: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):  # the ids of persons with one of the words, and these persons
        assert [one.key for one in persons.persons_near([Text("u", "description", "a friend of Lovelace")])] == ["ada"]
    with django_assert_num_queries(0):
        assert persons.persons_near([]) == []


def test_a_person_known_from_hidden_claims_alone_is_not_visible(
    desk: None, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, new = persons.person(Source.objects.get(key="ada")), Person(None, "new", ())
    found = [Naming(Text("u", "description", "x"), one, "x", "") for one in (ada, new)]
    assert persons.visible(found, now) == found
    monkeypatch.setattr(sight, "_answer", [lambda ids, _now: set(ids)])
    assert persons.visible(found, now) == found[1:]  # whoever has no record yet cannot be hidden


def test_texts_of_a_source_are_its_fields_and_the_reasons_of_its_changes(desk: None, now: datetime) -> None:
    official = Source.objects.get(key="u")
    change_source(official, {"description": "an aide"}, at=now, actor="user:ed", reason="found out")
    texts = persons.texts_of([official.pk])[official.pk]
    assert {(one.place, one.text, tuple(one.public)) for one in texts} == {
        ("name", "Unnamed official", ("post",)),
        ("key", "u", ("post",)),
        ("description", "an aide", ("post",)),
        ("reason", "found out", ("post",)),
    }
    assert persons.texts_of([]) == {}


def test_a_match_is_open_until_somebody_settles_it_and_says_where_the_name_is(desk: None, now: datetime) -> None:
    official = Source.objects.get(key="u")
    change_source(official, {"description": "near Putin"}, at=now, actor="user:sen", names_confirmed=True)
    match = PersonMatch.objects.get()
    assert (list(persons.open_matches()), persons.confirmed_sources([official.pk])) == ([], {official.pk})
    PersonMatch.objects.update(settled_at=None, settled_by="")
    assert (list(persons.open_matches()), persons.confirmed_sources([official.pk])) == ([match], set())
    assert persons.places_of(match) == [("description", "near Putin")]
    ids = list(Source.objects.values_list("pk", flat=True))
    assert persons.unnamed_among(ids) == [official.pk]
    assert {one.key for one in persons.persons_among(ids)} == {"putin", "ada"}
    putin = persons.person(Source.objects.get(key="putin"))
    assert persons.named_by_stored([putin]) == {(official.pk, putin.id)}
