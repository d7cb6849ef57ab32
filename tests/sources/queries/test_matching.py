"""Which recorded sources a text means."""

from __future__ import annotations

from pytest_django import DjangoAssertNumQueries

from sources.queries.matching import sources_meant


def test_texts_are_matched_to_sources_together(press: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(3):  # who is called so, and who nearly so for each of the two that nobody is called
        meant = sources_meant(["Vedomosti", "wedomosti", "Песков Дмитрий", "bloomberg news", "Nobody"])

    ways = {text: [(match.source.key, match.how) for match in matches] for text, matches in meant.items()}
    assert ways["Vedomosti"] == [("vedomosti", "alias")]  # by its key
    assert ways["Песков Дмитрий"] == [("peskov", "part")]
    assert ways["wedomosti"] == [("vedomosti", "alias")]
    assert ways["bloomberg news"] == [("bloomberg", "exact")]
    assert ways["Nobody"] == []
