"""Words are recorded once, with what a misspelling of them is looked up by, and forgotten whole."""

from __future__ import annotations

from pytest_django import DjangoAssertNumQueries

from sources.models import SearchWord
from sources.operations import forget_words, record_words
from sources.queries.words import words_near


def recorded() -> set[str]:
    return set(SearchWord.objects.values_list("word", flat=True))


def test_a_word_is_recorded_once_and_numbers_and_very_short_ones_are_not(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    record_words(["vedomosti", "vedomosti", "2024", "un"])
    assert recorded() == {"vedomosti"}
    assert SearchWord.objects.filter(word="vedomosti", key=0).count() == 1
    with django_assert_num_queries(1):  # which are known: there is nothing to write
        record_words(["vedomosti"])
    with django_assert_num_queries(0):
        record_words(["2024"])


def test_a_forgotten_word_is_found_by_no_misspelling(db: None) -> None:
    record_words(["vedomosti", "bloomberg"])
    assert words_near("vedomsti") == ["vedomosti"]
    forget_words(["vedomosti", "never"])
    assert (recorded(), words_near("vedomsti")) == ({"bloomberg"}, [])
