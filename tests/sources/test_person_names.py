"""A text about an unnamed source names a person in any spelling, and not where words are only alike."""

from __future__ import annotations

import pytest

from sources.person_names import SURNAME, WHOLE, anchors, how_named, index_words, person_names, readings

PUTIN = ("Vladimir Putin", "President of Russia", "Ali")


def how(text: str, name: str, *others: str) -> str:
    """Return the surest way in which a text names a person, as the index would find it too."""
    names = person_names(name, others)
    found = {how_named(readings(text), each) for each in names} - {""}
    if found:
        assert anchors(names) & index_words([text]), "the index misses it"
    return WHOLE if WHOLE in found else SURNAME if SURNAME in found else ""


@pytest.mark.parametrize(
    "text",
    [
        "Vladimir Putin, official",
        "the diplomat PUTIN, VLADIMIR",
        "Vladimir V. Putin",
        "Vladimir Vladimirovich Putin",
        "Ｖladimir Ｐutin",
        "Vladímir Pútin",
        "V\u200bladimir Pu\u00adtin",
        "Владимир Путин",
        "близок к Владимиру Путину",
        "l’ami d’Vladimir Putin",
        "a cook of Vladimir Putin’s",
        "a driver of the President of Russia",
        "Ali’s driver",
    ],
)
def test_a_whole_name_is_found_in_any_form(text: str) -> None:
    assert how(text, *PUTIN) == WHOLE


@pytest.mark.parametrize(
    "text", ["a person close to Putin", "putin's aide", "близький до Путіна", "Пу́тину близкий", "told.Putin"]
)
def test_a_surname_alone_is_found(text: str) -> None:
    assert how(text, *PUTIN) == SURNAME


@pytest.mark.parametrize("text", ["an ally", "a Vladimir resident", "a Russian official", "a president", "Rasputin’s aide", ""])
def test_words_that_are_only_alike_name_nobody(text: str) -> None:
    assert how(text, *PUTIN) == ""


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("a UN official", "Kim Jong Un", ""),
        ("an aide to Kim Jong-un", "Kim Jong Un", WHOLE),
        ("接近习近平的人士", "习近平", WHOLE),
        ("a White House official", "Jack White", ""),
        ("a Moscow official", "Kirill of Moscow", ""),
        ("O’Brien’s aide", "Pat O'Brien", SURNAME),
        ("зустріч із Зеленським", "Volodymyr Zelenskyy", SURNAME),
        ("an aide to d'Estaing", "Valéry Giscard d’Estaing", SURNAME),
        ("a long-time aide", "May Long", ""),
        ("a diplomat", "A", ""),
        ("the diplomat Putin", "Putin, Vladimir", SURNAME),
    ],
)
def test_names_of_many_kinds(text: str, name: str, found: str) -> None:
    assert how(text, name) == found
