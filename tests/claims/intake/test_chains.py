from __future__ import annotations

import unicodedata
from collections import Counter
from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claims.intake.chains import MAX_HANDS, MAX_TEXT, Unread, read_chain, unquoted, write_chain

CHAIN = ("Spokesman-Review", "Bloomberg", "Vedomosti", "unnamed diplomat")
#: Text in which links, quotes and names meet more often than chance would have it.
PIECES = st.sampled_from(
    [
        "<",
        "<-",
        "←",
        ">",
        "→",
        "»",
        "\n",
        " via ",
        "Via ",
        " citing ",
        "quoting",
        "According to ",
        " as reported by ",
        " told ",
        " said",
        "said ",
        " on condition of anonymity",
        " who ",
        "two officials",
        "Source: ",
        '"',
        "“",
        "”",
        "«",
        "„",
        "'",
        "(",
        ")",
        ",",
        ".",
        " ",
        "- ",
        "\u202e",
        "\u2066",
        "\x00",
        "A",
        "Ведомости",
        "الجزيرة",
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
        "1. Spokesman-Review\n2. Bloomberg\n3. Vedomosti\n4. unnamed diplomat",
        "Spokesman-Review VIA “Bloomberg” <\n«Vedomosti» < unnamed   diplomat,",
        "Spokesman-Review carries Bloomberg, which cited Vedomosti, which says, quoting unnamed diplomat.",
        "unnamed diplomat > Vedomosti > Bloomberg > Spokesman-Review",
        "unnamed diplomat -> Vedomosti → Bloomberg ⟶ Spokesman-Review",
        "unnamed diplomat » «Vedomosti» » Bloomberg &gt; Spokesman-Review",
        "unnamed diplomat told Vedomosti, as reported by Bloomberg, according to Spokesman-Review",
        "According to unnamed diplomat, via Vedomosti,\nvia Bloomberg (via Spokesman-Review)",
        "Chain: Spokesman-Review <\u2066Bloomberg\u2069< ‘Vedomosti’ < 'unnamed diplomat'.",
    ],
)
def test_the_ways_in_which_editors_write_a_chain_read_the_same(text):
    assert (read_chain(text).hands, read_chain(text).fault) == (CHAIN, None)


@pytest.mark.parametrize(
    ("text", "hands"),
    [
        ("According to the governor, via Northline Wire", ("Northline Wire", "the governor")),
        ("according to the governor", ("the governor",)),
        ("Per the governor.", ("the governor",)),
        ("Source: Reuters", ("Reuters",)),
        ("The governor said.", ("The governor",)),
        ("As reported by Northline Wire, according to the governor", ("Northline Wire", "the governor")),
        ("A > B > C", ("C", "B", "A")),
        ("two people familiar with the matter, via Reuters", ("Reuters", "two people familiar with the matter")),
        ("Reuters, per officials", ("Reuters", "officials")),
        ("Reuters was told by Jane Roe", ("Reuters", "Jane Roe")),
        ("Jane Roe said, according to Reuters", ("Reuters", "Jane Roe")),
        ("Jane Roe, as told to Reuters", ("Reuters", "Jane Roe")),
        ("Jane Roe said to Reuters", ("Reuters", "Jane Roe")),
        ("Reuters spoke to a senior official", ("Reuters", "a senior official")),
        (
            "Reuters, citing a senior official, speaking on condition of anonymity",
            ("Reuters", "a senior official, speaking on condition of anonymity"),
        ),
        ("A senior official told Reuters on condition of anonymity", ("Reuters", "A senior official")),
        ("Apple Inc. < U.S.", ("Apple Inc.", "U.S.")),
        ("Aviation Week < Viacom < Bolivia", ("Aviation Week", "Viacom", "Bolivia")),
        ("Edward Said < Port Said Police", ("Edward Said", "Port Said Police")),
        ("الجزيرة < رويترز", ("الجزيرة", "رويترز")),
        ("Reu\u200bters\x00 < \u202eTASS", ("Reuters", "TASS")),
        ('"Via Campesina" < AP', ("Via Campesina", "AP")),
        ("AP > 'Citing Inc.'", ("Citing Inc.", "AP")),
        ('"Via Rail < Canada" < «Труд citing nobody» < O\'Brien', ("Via Rail < Canada", "Труд citing nobody", "O'Brien")),
    ],
)
def test_a_line_is_read_as_it_is_meant(text, hands):
    assert (read_chain(text).hands, read_chain(text).fault) == (hands, None)


@pytest.mark.parametrize(
    ("text", "why", "words"),
    [
        ("", Unread.NO_NAME, ""),
        (" <\n<- , \x00 \u200b", Unread.NO_NAME, ""),
        ("A > > B", Unread.NAME_MISSING, ">"),
        ("> A", Unread.NAME_MISSING, ">"),
        ("A <", Unread.NAME_MISSING, "<"),
        ("Citing officials, Reuters", Unread.NAME_MISSING, "Citing"),
        ("A < B > C", Unread.BOTH_WAYS, ">"),
        ("A told B, citing C", Unread.BOTH_WAYS, "citing"),
        ("A > B\nC", Unread.BOTH_WAYS, "↵"),
        ("The governor said, via Northline Wire, citing officials", Unread.BOTH_WAYS, "citing"),
        ("KCNA via Reuters", Unread.EITHER_WAY, "via"),
        ("The governor, according to Northline Wire", Unread.EITHER_WAY, "according to"),
        ("The governor, per Reuters, citing B", Unread.EITHER_WAY, "per"),
        ("Reuters in an interview with Jane Roe", Unread.EITHER_WAY, "in an interview with"),
        ("Via Campesina < AP", Unread.LINK_OR_NAME, "Via"),
        ("La Via Campesina < AP", Unread.LINK_OR_NAME, "Via"),
        ("VIA Rail", Unread.LINK_OR_NAME, "VIA"),
        ("AP < Citing Inc.", Unread.LINK_OR_NAME, "Citing"),
        ("NRK, citing Per Sandberg", Unread.LINK_OR_NAME, "Per"),
        ('Reuters < "Interfax < TASS', Unread.LONE_QUOTE, '"'),
        ("A ↔ B", Unread.UNCLEAR_ARROW, "↔"),
        ("A <-> B", Unread.UNCLEAR_ARROW, "<->"),
        ("الجزيرة ← رويترز", Unread.UNCLEAR_ARROW, "←"),
        ("Officials say the shells were shipped", Unread.SENTENCE, "say"),
        ("Jane Roe told Reuters that she left", Unread.SENTENCE, "that"),
        ("Jane Roe told Reuters on Tuesday", Unread.SENTENCE, "on Tuesday"),
        ("Jane Roe told Reuters on condition of anonymity", Unread.SENTENCE, "anonymity"),
        ("Jane Roe, who asked not to be named", Unread.SENTENCE, "who"),
        (" < ".join(f"Outlet {number}" for number in range(MAX_HANDS + 3)), Unread.TOO_MANY, "3"),
        ("x" * (MAX_TEXT + 1), Unread.TOO_LONG, ""),
    ],
)
def test_text_that_is_not_understood_is_an_error_that_says_where(text, why, words):
    chain = read_chain(text)

    assert (chain.fault.why, chain.fault.words, chain.hands) == (why, words, ())
    assert why is Unread.TOO_MANY or words == "↵" or words in chain.fault.around


def test_a_link_that_can_be_read_both_ways_is_shown_with_its_names():
    fault = read_chain("KCNA via Reuters").fault

    assert (fault.left, fault.right, fault.around) == ("KCNA", "Reuters", "KCNA via Reuters")


def test_words_that_are_no_names_are_kept_apart():
    assert read_chain("Source: the governor said, via Northline Wire.").links == ("Source", "said, via")


@pytest.mark.parametrize(
    "piece", ['"<', "<", " via ", "“", "which said, ", "told ", "(", "- ", ". ", "'a ", "who ", "->", "«", "\n"]
)
def test_a_hostile_text_is_read_in_a_moment(piece):
    text = (piece * MAX_TEXT)[:MAX_TEXT]
    before = process_time()

    read_chain(text)
    read_chain(piece * 1_000_000)

    assert process_time() - before < 1


def letters(text: str) -> Counter[str]:
    return Counter(letter for letter in unicodedata.normalize("NFC", text) if letter.isalpha())


@given(TEXTS)
def test_every_letter_ends_in_a_name_or_a_link_or_the_text_is_refused(text):
    chain = read_chain(text)

    assert bool(chain.hands) != (chain.fault is not None)
    if chain.fault is None:
        assert letters(" ".join((*chain.hands, *chain.links))) == letters(text)


@given(TEXTS)
def test_any_text_reads_as_a_chain_of_plain_names(text):
    for hand in read_chain(text).hands:
        assert hand
        assert hand == " ".join(hand.split())


@given(TEXTS)
@example('„“"QUOTING<')
@example("*<0")
@example("<-QUOTING„“")
@example("\"“'A said'\"")
def test_what_is_written_back_reads_as_the_same_chain(text):
    hands = read_chain(text).hands

    assert not hands or read_chain(write_chain(hands)).hands == hands


def test_quotes_around_all_of_a_name_are_distinguished_from_quotes_within():
    assert unquoted('"Via Campesina"') == ("Via Campesina", True)
    assert unquoted('The "Post"') == ('The "Post"', False)
