from __future__ import annotations

import pytest

from sources.outlet_names import name_alone


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the daily Vedomosti", "Vedomosti"),
        ("The state news agency Orne Press", "Orne Press"),
        ("Borland's newspaper “The Courier”", "The Courier"),
        ("газета «Труд»", "Труд"),
        ("агентством «Меридиан»", "Меридиан"),
        ("государственное агентство ТАСС", "ТАСС"),
        ("Telegram-канал «Багет»", "Багет"),
        ("изданию «Заря»", "Заря"),
        ("видання «Обрій»", "Обрій"),
        ("радіостанції «Хвиля»", "Хвиля"),
    ],
)
def test_what_an_outlet_is_may_stand_before_its_name(text: str, name: str) -> None:
    assert name_alone(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "Vedomosti",
        "the newspaper",
        "Radio Free Orne",
        "its spokesman Rolf Anker",
        "a friend of the daily Vedomosti",
        "an editor at the newspaper Vedomosti",
        "читатель газеты «Труд»",
        "рабочий газеты «Труд»",
        "источник агентства «Меридиан»",
        "журналист «Труда»",
        "джерело видання «Обрій»",
        "the daily " + "A " * 5_000,
    ],
)
def test_somebody_at_an_outlet_is_not_the_outlet(text: str) -> None:
    assert name_alone(text) == ""
