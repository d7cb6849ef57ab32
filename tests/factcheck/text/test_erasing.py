"""How a text is found in stored values, and what replaces it."""

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


def test_a_key_contains_the_name_at_the_end_of_a_word() -> None:
    assert WANTED.key_replaced("sun-zoe-z-kowal-2") == "sun-erased-1f2e-2"
    assert WANTED.key_replaced("zoe_z.kowal") == "erased-1f2e"
    assert WANTED.key_replaced("zoe-z-kowalska") == "zoe-z-kowalska"


def test_json_keeps_its_shape_its_dates_and_the_services_own_words() -> None:
    stored = {"stance": "supports", "at": "2024-06-10", "quote": {"exact": NAME}, "source": "zoe-z-kowal", "n": [1, None, True]}
    found = WANTED.in_json(stored)
    assert found == stored | {"quote": {"exact": ERASED}, "source": "erased-1f2e"}
    assert WANTED.in_json([["source", "zoe-z-kowal"]]) == [["source", "erased-1f2e"]]


def test_keys_that_are_kept_are_kept_in_every_reference() -> None:
    wanted = Wanted("kowal")
    assert wanted.in_json({"source": "kowal", "text": "kowal"}) == {"source": "kowal", "text": ERASED}
    assert wanted.in_json([["source", "kowal"]]) == [["source", "kowal"]]


def test_marks_of_the_same_length_keep_the_position_of_later_text() -> None:
    for name in (NAME, "Jo"):
        text = f"So {name} said, and left."
        found = Wanted(name).same_length(text)
        assert name not in found
        assert found.index("and left") == text.index("and left")


def test_a_value_too_short_for_the_mark_becomes_the_mark() -> None:
    assert Wanted("Jo").replaced("Jo and others", 12) == ERASED
    assert Wanted("Jo").replaced("Jo", 3) == ERASED[:3]


def test_only_whole_values_are_replaced_on_request() -> None:
    wanted = Wanted("Jo", whole=True)
    assert (wanted.replaced("Jo"), wanted.replaced("Jo said")) == (ERASED, "Jo said")


def test_either_case_is_found_on_request() -> None:
    assert Wanted("Élodie", fold=True).replaced("ÉLODIE and élodie") == f"{ERASED} and {ERASED}"
    assert Wanted("Élodie").replaced("ÉLODIE") == "ÉLODIE"


def test_printing_a_wanted_text_does_not_reveal_it() -> None:
    assert "Kowal" not in repr(WANTED)
    assert "kowal" not in repr(WANTED)
