from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.intake.descriptions import is_plural, is_unnamed, may_be_several


@pytest.mark.parametrize(
    ("text", "plural"),
    [
        ("unnamed diplomat", False),
        ("An anonymous official", False),
        ("two unidentified aides", True),
        ("unnamed officials", True),
        ("a diplomat it did not identify", False),
        ("неназванный дипломат", False),
        ("анонімний посадовець", False),
        ("two people familiar with the matter", True),
        ("People familiar with the matter", True),
        ("an oil trader who asked not to be named", False),
        ("Someone who asked not to be named", False),
        ("a senior official, speaking on condition of anonymity", False),
        ("sources close to the ministry", True),
        ("a person close to officials", False),
        ("one of two officials", False),
        ("a group of traders", True),
        ("officials", True),
        ("Officials", True),
        ("others", True),
        ("senior U.S. officials in Seoul", True),
        ("a Western diplomat", False),
        ("three residents", True),
        ("20 soldiers", True),
    ],
)
def test_whose_name_was_withheld_is_read_from_the_words(text, plural):
    assert (is_unnamed(text), is_plural(text)) == (True, plural)


@pytest.mark.parametrize(
    "name",
    [
        "Vedomosti",
        "Ann Onymous",
        "the diplomat Matsegora",
        "the governor",
        "The Diplomat",
        "People",
        "People's Daily",
        "Reliable Sources",
        "Traders Union",
        "Union of residents",
        "24 heures",
        "Two Rivers Tribune",
        "A List",
        "a spokesman for the ministry",
        "a government report",
        "Reuters on condition of anonymity",
        "Jane Roe, who asked not to be named",
        "workers' union",
    ],
)
def test_a_name_is_no_unnamed_source(name):
    assert not is_unnamed(name)


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("AP and Reuters", True),
        ("AP, Reuters", True),
        ("AP; Reuters", True),
        ("AP | Reuters", True),
        ("AP / Reuters", True),
        ("A - B - C", True),
        ("the mayor and an official who asked not to be named", True),
        ("Ministry of Food and Rural Affairs", True),
        ("Apple, Inc.", False),
        ("a senior official, speaking on condition of anonymity", False),
        ("an aide who was not authorised to speak, and left", False),
        ("Spokesman-Review", False),
        ("AT&T", False),
        ("Anderson", False),
    ],
)
def test_a_text_that_may_name_several_is_seen(text, several):
    assert may_be_several(text) == several


@given(st.text())
def test_any_text_can_be_asked(text):
    assert {is_unnamed(text), is_plural(text), may_be_several(text)} <= {True, False}
