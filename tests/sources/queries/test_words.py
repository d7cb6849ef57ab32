"""Recorded words: whether a word is one, begins one, or is near one."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from sources.operations import record_words
from sources.queries.words import is_begun, on_record, words_near


@pytest.fixture
def words(db: None) -> None:
    record_words(["vedomosti", "bloomberg", "spokesman", "2024", "un"])


def test_a_word_is_recorded_whole(words: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        assert on_record(["vedomosti", "vedom", "nonsense"]) == {"vedomosti"}
    with django_assert_num_queries(0):
        assert on_record([]) == set()


def test_a_beginning_is_recognized_and_a_middle_is_not(words: None) -> None:
    assert (is_begun("vedom"), is_begun("vedomosti"), is_begun("domosti")) == (True, True, False)


def test_a_misspelt_word_finds_those_near_it_and_not_itself(words: None) -> None:
    assert words_near("vedomsti") == ["vedomosti"]
    assert words_near("blomberg") == ["bloomberg"]
    assert words_near("vedomosti") == words_near("un") == words_near("zzzzzz") == []
