from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claims.intake.chains import MAX_HANDS, MAX_TEXT, is_unnamed, read_chain, write_chain

CHAIN = ("Spokesman-Review", "Bloomberg", "Vedomosti", "unnamed diplomat")
#: Text in which separators, quotes and names meet more often than chance would have it.
PIECES = st.sampled_from(
    [
        "<",
        "<-",
        "←",
        "\n",
        " via ",
        " citing ",
        "quoting",
        '"',
        "“",
        "”",
        "«",
        "»",
        "„",
        ",",
        " ",
        "\u202e",
        "\x00",
        "A",
        "Ведомости",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=30).map("".join))


@pytest.mark.parametrize(
    "text",
    [
        "Spokesman-Review < Bloomberg < Vedomosti < unnamed diplomat",
        "Spokesman-Review <- Bloomberg <-- Vedomosti ← unnamed diplomat",
        "Spokesman-Review via Bloomberg, citing Vedomosti, quoting unnamed diplomat",
        "Spokesman-Review\nBloomberg\r\n\r\n  Vedomosti\nunnamed diplomat\n",
        "Spokesman-Review VIA “Bloomberg” <\n«Vedomosti» < unnamed   diplomat,",
        "< Spokesman-Review < < Bloomberg<Vedomosti<unnamed diplomat <",
    ],
)
def test_the_ways_in_which_editors_write_a_chain_read_the_same(text):
    assert read_chain(text) == (CHAIN, 0)


def test_quotes_keep_a_name_together():
    assert read_chain('"Via Rail < Canada" < «Труд citing nobody» < O\'Brien').hands == (
        "Via Rail < Canada",
        "Труд citing nobody",
        "O'Brien",
    )


def test_a_word_that_only_contains_a_separator_stays_whole():
    assert read_chain("Aviation Week < Viacom < Bolivia").hands == ("Aviation Week", "Viacom", "Bolivia")


def test_a_quote_without_its_partner_is_left_out():
    assert read_chain('Reuters < "Interfax < TASS').hands == ("Reuters", "Interfax", "TASS")


def test_nothing_is_read_from_nothing():
    assert read_chain(" <\n<- , \x00 \u200b") == ((), 0)


def test_characters_that_hide_or_turn_text_are_left_out():
    assert read_chain("Reu\u200bters\x00 < \u202eTASS").hands == ("Reuters", "TASS")


def test_hands_beyond_the_limit_are_counted_and_not_read():
    chain = read_chain(" < ".join(f"Outlet {number}" for number in range(MAX_HANDS + 3)))

    assert (len(chain.hands), chain.left_out) == (MAX_HANDS, 3)


def test_a_very_long_text_takes_no_longer_than_its_limit():
    assert len(read_chain('"<' * 1_000_000).hands) <= MAX_HANDS
    assert sum(map(len, read_chain("x" * 1_000_000).hands)) == MAX_TEXT


@given(TEXTS)
def test_any_text_reads_as_a_chain_of_plain_names(text):
    for hand in read_chain(text).hands:
        assert hand
        assert hand == " ".join(hand.split())


@given(TEXTS)
@example('„“"QUOTING<')
@example("<-QUOTING„“")
def test_what_is_written_back_reads_as_the_same_chain(text):
    hands = read_chain(text).hands

    assert read_chain(write_chain(hands)).hands == hands


@pytest.mark.parametrize(
    "name",
    [
        "unnamed diplomat",
        "An anonymous official",
        "two unidentified aides",
        "a diplomat it did not identify",
        "неназванный дипломат",
    ],
)
def test_whose_name_was_withheld_is_told_from_the_words(name):
    assert is_unnamed(name)


@pytest.mark.parametrize("name", ["Vedomosti", "Ann Onymous", "the diplomat Matsegora"])
def test_a_name_is_no_unnamed_source(name):
    assert not is_unnamed(name)
