from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.text.texts import in_form, is_in_form, isolated, moved


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("cafe\u0301", "café"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("one\u2028two\u2029three\x0bfour\x0cfive", "one\ntwo\nthree\nfour\nfive"),
        ("state\u00adment", "statement"),
        ("\ufeffnorth\u200bern", "northern"),
        ("c\u00ad\u0327a", "ça"),
        ("\u202bخبر\u202c", "\u2067خبر\u2069"),
    ],
)
def test_texts_come_to_one_form(sent, stored):
    assert in_form(sent) == stored
    assert not is_in_form(sent)


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهد",
        "क्\u200dष",
        "👩\u200d🚒",
        "\u200eעברית\u200f",
        "\u061c١٢",
        "\u2067عربي\u2069",
        "tab\tand\nbreak",
        "Đà Nẵng",
    ],
    ids=ascii,
)
def test_characters_needed_for_reading_are_kept(text):
    assert in_form(text) == text


def test_an_override_is_left_to_be_refused():
    assert in_form("abc\u202ed\u202c") == "abc\u202ed\u202c"


@given(st.text())
def test_a_form_is_its_own_form(text):
    once = in_form(text)

    assert in_form(once) == once
    assert is_in_form(once)
    assert unicodedata.is_normalized("NFC", once)


def test_an_offset_moves_with_the_text_before_it():
    page = "Cafe\u0301 Noir\r\nsays\u00ad: “no”"
    start = page.index("“")

    assert in_form(page)[moved(page, start) : moved(page, start + 4)] == "“no”"


def test_a_name_that_runs_leftwards_is_isolated_and_others_keep_their_bytes():
    assert isolated("وكالة") == "\u2068وكالة\u2069"
    assert isolated("Ведомости") == "Ведомости"
    assert isolated("U.S. (2 officials)") == "U.S. (2 officials)"


@pytest.mark.parametrize("name", ["\u2067خبر", "خبر\u2069", "\u2069\u2069خبر\u2068\u2067x", "plain\u2066"], ids=ascii)
def test_isolates_of_a_name_do_not_reach_into_the_sentence(name):
    found = isolated(name)

    assert sum(found.count(sign) for sign in "\u2066\u2067\u2068") == found.count("\u2069")
    assert found[0] == "\u2068"
