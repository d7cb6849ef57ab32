"""The words by which claims are found follow every write, and only the words that changed are stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from claims.models import Attribution, ClaimWords
from claims.operations.attributions.changes import void
from claims.operations.claims.search_words import forget_erased, words_stored, write_words
from sources.models import SearchWord
from tests.cases import claim, person, row
from tests.claims.operations.moving import because, pk


@pytest.fixture
def c(loaded: Callable[..., Any]) -> int:
    said = row("ada", quote={"exact": "Снаряды", "translation": "artillery"})
    loaded(sources=[person("ada")], claims=[claim("c", said, topics=["arms"], text="A ship sailed."), claim("d")])
    return pk("c")


def test_a_claim_has_the_words_of_its_key_text_topics_and_quotes(c: int) -> None:
    assert {"ship", "sailed", "arms", "artillery", "снаряды"} <= words_stored(c)
    assert words_stored(c + 10**6) == set()


def test_the_words_of_a_voided_quote_are_gone_from_the_claim(c: int, now: datetime) -> None:
    void(Attribution.objects.get(), because(now))
    assert words_stored(c).isdisjoint({"artillery", "снаряды"})
    assert "ship" in words_stored(c)


def test_unchanged_words_are_read_and_not_written(c: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(3):  # claims with their stored words, topics, quotes
        write_words([c])
    ClaimWords.objects.filter(pk=c).delete()
    write_words([c])
    assert "ship" in words_stored(c)


def test_an_erased_word_is_forgotten_unless_another_claim_or_source_has_it(c: int) -> None:
    words = set(SearchWord.objects.values_list("word", flat=True))
    assert {"sailed", "artillery"} <= words
    ClaimWords.objects.filter(pk=c).update(words=" ship ")

    forget_erased(["sailed", "ship", "claim", "ada"])

    left = set(SearchWord.objects.values_list("word", flat=True))
    assert words - left == {"sailed"}
