"""How a text is found in what is stored, and what stands there afterwards."""

from __future__ import annotations

import json
import unicodedata

import pytest

from factcheck.text.erasing import ERASED, Wanted

NAME = 'Zöe "Z" Kowal'
WANTED = Wanted(NAME, key="zoe-z-kowal", token="erased-1f2e", words=frozenset({"supports"}))


@pytest.mark.parametrize(
    "stored",
    [
        NAME,
        unicodedata.normalize("NFD", NAME),
        json.dumps(NAME)[1:-1],
        json.dumps(NAME, ensure_ascii=False)[1:-1],
        "Z%C3%B6e%20%22Z%22%20Kowal",
        "z".upper() + "%c3%b6e+%22Z%22+Kowal",
        "Zöe &quot;Z&quot; Kowal",
    ],
)
def test_it_is_found_however_it_was_stored(stored: str) -> None:
    assert WANTED.replaced(f"so {stored} said") == f"so {ERASED} said"


def test_a_key_has_the_name_where_a_word_of_it_ends() -> None:
    assert WANTED.key_replaced("sun-zoe-z-kowal-2") == "sun-erased-1f2e-2"
    assert WANTED.key_replaced("zoe_z.kowal") == "erased-1f2e"
    assert WANTED.key_replaced("zoe-z-kowalska") == "zoe-z-kowalska"


def test_json_keeps_its_shape_its_dates_and_the_services_own_words() -> None:
    told = {"stance": "supports", "at": "2024-06-10", "quote": {"exact": NAME}, "source": "zoe-z-kowal", "n": [1, None, True]}
    found = WANTED.in_json(told)
    assert found == told | {"quote": {"exact": ERASED}, "source": "erased-1f2e"}
    assert WANTED.in_json([["source", "zoe-z-kowal"]]) == [["source", "erased-1f2e"]]


def test_keys_that_are_left_are_left_wherever_they_are_named() -> None:
    wanted = Wanted("kowal")
    assert wanted.in_json({"source": "kowal", "text": "kowal"}) == {"source": "kowal", "text": ERASED}
    assert wanted.in_json([["source", "kowal"]]) == [["source", "kowal"]]


def test_marks_of_the_same_length_leave_what_is_behind_where_it_is() -> None:
    for name in (NAME, "Jo"):
        text = f"So {name} said, and left."
        found = Wanted(name).same_length(text)
        assert name not in found
        assert found.index("and left") == text.index("and left")


def test_a_value_that_the_mark_does_not_fit_is_the_mark_alone() -> None:
    assert Wanted("Jo").replaced("Jo and others", 12) == ERASED
    assert Wanted("Jo").replaced("Jo", 3) == ERASED[:3]


def test_whole_values_alone_are_replaced_where_that_is_asked_for() -> None:
    wanted = Wanted("Jo", whole=True)
    assert (wanted.replaced("Jo"), wanted.replaced("Jo said")) == (ERASED, "Jo said")


def test_either_case_is_found_where_that_is_asked_for() -> None:
    assert Wanted("Élodie", fold=True).replaced("ÉLODIE and élodie") == f"{ERASED} and {ERASED}"
    assert Wanted("Élodie").replaced("ÉLODIE") == "ÉLODIE"


def test_nothing_that_prints_what_is_wanted_prints_the_text() -> None:
    assert "Kowal" not in repr(WANTED)
    assert "kowal" not in repr(WANTED)
