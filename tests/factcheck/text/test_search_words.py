from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from factcheck.text.search_words import distance_allowed, keys_asked, keys_of, may_be_near, near, words_of

SAME = [
    ("café", "cafe\u0301", "CAFÉ", "cafe", "ca\u00adfé"),
    ("Istanbul", "İstanbul", "istanbul", "ISTANBUL", "I\u0307stanbul", "ıstanbul"),
    ("Đà Nẵng", "Da Nang", "đà nẵng", unicodedata.normalize("NFD", "Đà Nẵng")),
    ("Đài Tiếng nói", "Dai Tieng noi"),
    ("Łódź", "lodz"),
    ("Straße", "STRASSE"),
    ("Київ", unicodedata.normalize("NFD", "КИЇВ")),
    ("كتاب", "کتاب", "كِتَابٌ", "كـتـاب"),
    ("می\u200cخواهد", "میخواهد"),
    ("٢٠٢٤", "2024", "۲۰۲۴"),
    ("ﬁnance", "finance"),
]


@pytest.mark.parametrize("spellings", SAME, ids=lambda spellings: spellings[0])
def test_however_it_was_typed_a_word_is_the_same(spellings):
    assert len({tuple(words_of(text)) for text in spellings}) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The U.S. said 4,000 tonnes—and/or «grain».", "the u s said 4 000 tonnes and or grain"),
        ("arms-transfers", "arms transfers"),
        ("हिन्दी में", "हिन्दी में"),
        ("خبر، عاجل؟", "خبر عاجل"),
        ("?! — …", ""),
        ("\u0301\u0900", ""),
    ],
)
def test_signs_part_words_and_vowel_marks_do_not(text, words):
    assert " ".join(words_of(text)) == unicodedata.normalize("NFC", words)


@pytest.mark.parametrize(("one", "other"), [("мій", "міи"), ("їжа", "іжа"), ("ўсё", "усе")])
def test_cyrillic_letters_stay_whole(one, other):
    assert words_of(one) != words_of(other)
    assert words_of(unicodedata.normalize("NFD", one)) == words_of(one)


def test_vowels_of_other_scripts_tell_words_apart():
    assert words_of("की") != words_of("के")


@given(st.text())
def test_the_words_of_words_are_themselves(text):
    words = words_of(text)

    assert words_of(" ".join(words)) == words


@pytest.mark.parametrize(
    ("typed", "recorded", "are_near"),
    [
        ("misile", "missile", True),
        ("matzegora", "matsegora", True),
        ("kiyv", "kyiv", True),
        ("tranfser", "transfer", True),
        ("goverment", "governments", True),
        ("grain", "train", True),
        ("misile", "missives", False),
        ("mis", "miss", False),
        ("2024", "2025", False),
    ],
)
def test_what_is_near(typed, recorded, are_near):
    assert (may_be_near(typed) and near(typed, {recorded}) == [recorded]) == are_near


@st.composite
def misspelt(draw: st.DrawFn) -> tuple[str, str]:
    word = draw(st.text("abcde", min_size=4, max_size=14))
    typed = word
    for _ in range(draw(st.integers(1, 2))):
        place = draw(st.integers(0, len(typed)))
        match draw(st.sampled_from(["more", "less", "other", "swapped"])):
            case "more":
                typed = typed[:place] + draw(st.sampled_from("abcde")) + typed[place:]
            case "less":
                typed = typed[:place] + typed[place + 1 :]
            case "other":
                typed = typed[:place] + draw(st.sampled_from("abcde")) + typed[place + 1 :]
            case _:
                typed = typed[:place] + typed[place : place + 2][::-1] + typed[place + 2 :]
    return word, typed


@given(misspelt())
def test_a_word_is_stored_under_a_key_that_each_near_word_looks_up(pair):
    word, typed = pair

    if may_be_near(typed) and OSA.distance(word, typed) <= distance_allowed(typed) and len(word) >= 3:
        assert keys_of(word) & keys_asked(typed)
        assert near(typed, {word}) == [word] * (word != typed)


def test_a_word_has_few_keys_and_all_fit_their_column():
    for word in ("kyiv", "missile", "corroboration", "x" * 60):
        assert len(keys_of(word)) <= len(word) * 2 + 6
        assert all(0 < key < 2**31 for key in keys_of(word) | keys_asked(word))
