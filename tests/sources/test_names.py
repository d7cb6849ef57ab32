from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.names import bare, how_called, key_from, plain, search_text, skeleton

SAME = [
    ("Vedomosti", "Ведомости"),
    ("Peskov", "Песков"),
    ("Dmitry Peskov", "Дмитрий Песков"),
    ("Alexander Matsegora", "Александр Мацегора"),
    ("Boris Yeltsin", "Борис Ельцин"),
    ("Sergei Shoigu", "Сергей Шойгу"),
    ("Sergej Šojgu", "Сергей Шойгу"),
    ("Volodymyr Zelenskyy", "Володимир Зеленський"),
    ("Yuri", "Юрий"),
    ("Jurij", "Юрий"),
    ("Izvestiya", "Известия"),
    ("Kommersant", "Коммерсантъ"),
    ("Slobodan Milosevic", "Слободан Милошевић"),
    ("Novak Djokovic", "Novak Đoković"),
    ("Mueller", "Müller"),
    ("U.S. government", "US Government"),
    ("The Spokesman-Review", "spokesman review"),
    ("People’s Daily", "Peoples Daily"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name_come_to_one_form(one, other):
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(("one", "other"), [("Reuters", "Rutgers"), ("Moscow", "Москва"), ("TASS", "Taz"), ("BBC", "NBC")])
def test_different_names_stay_apart(one, other):
    assert skeleton(one) != skeleton(other)


def test_how_a_text_names_a_record_is_reported_from_the_surest_way():
    moscow = {"names": ["Government of Russia", "Moscow"], "aliases": ["Kremlin", "Кремль"]}

    assert how_called("the KREMLIN", **moscow) == "alias"
    assert how_called("moscow", **moscow) == "exact"
    assert how_called("Kreml", **moscow) == "spelling"
    assert how_called("Kremlins", **moscow) == ""


@given(st.text())
def test_any_text_has_a_form_and_the_form_is_its_own(text):
    for form in (bare, plain, skeleton):
        assert form(text) == " ".join(form(text).split())
    assert plain(plain(text)) == plain(text)
    assert key_from(text).isascii()
    assert search_text([text]).count("\n") in (0, 2, 3)
