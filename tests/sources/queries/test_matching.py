"""Which recorded sources a text means."""

from __future__ import annotations

from pytest_django import DjangoAssertNumQueries

from sources.models import Source
from sources.queries.matching import publisher_at, sources_meant


def test_texts_are_matched_to_sources_together(press: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(3):  # who is called so, and who nearly so for each of the two that nobody is called
        meant = sources_meant(["Vedomosti", "wedomosti", "Песков Дмитрий", "bloomberg news", "Nobody"])

    ways = {text: [(match.source.key, match.how) for match in matches] for text, matches in meant.items()}
    assert ways["Vedomosti"] == [("vedomosti", "alias")]  # by its key
    assert ways["Песков Дмитрий"] == [("peskov", "part")]
    assert ways["wedomosti"] == [("vedomosti", "alias")]
    assert ways["bloomberg news"] == [("bloomberg", "exact")]
    assert ways["Nobody"] == []


def test_a_page_is_of_the_one_publisher_whose_homepage_is_on_its_host(press: None) -> None:
    Source.objects.filter(key="bloomberg").update(homepage="https://www.bloomberg.com/europe")
    Source.objects.filter(key="vedomosti").update(homepage="https://notbloomberg.com/")

    found = publisher_at("https://Bloomberg.com/news/1")
    assert found is not None
    assert found.key == "bloomberg"
    assert publisher_at("https://news.bloomberg.com/1") is publisher_at("https://[::1") is publisher_at("") is None

    Source.objects.filter(key="vedomosti").update(homepage="http://bloomberg.com")
    assert publisher_at("https://bloomberg.com/news/1") is None
