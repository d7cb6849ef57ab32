from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.models import Document, Source
from sources.names import bare, how_called, key_from, plain, search_text, skeleton
from sources.operations import change_document, change_source
from sources.queries.matching import sources_meant
from tests.cases import outlet, person

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


@pytest.fixture
def press(loaded) -> None:
    loaded(
        sources=[
            outlet("vedomosti", name="Ведомости", aliases=["Wedomosti"]),
            outlet("bloomberg", name="Bloomberg News"),
            outlet("sun", name="The Sun"),
            outlet("baltimore-sun", name="The Baltimore Sun"),
            person("peskov", name="Dmitry Peskov"),
        ],
        documents=[
            {"key": "visit", "publisher": "vedomosti", "kind": "article", "title": "Визит Путина", "url": "https://v.example/1"}
        ],
    )


def found(editor: Any, term: str, field: str = "source") -> list[str]:
    answer = editor.get(
        "/admin/sources/source/find/", {"app_label": "claims", "model_name": "attribution", "field_name": field, "term": term}
    )
    return [each["key"] for each in answer.json()["results"]]


@pytest.mark.parametrize(
    ("typed", "key"),
    [("vedom", "vedomosti"), ("ВЕДОМ", "vedomosti"), ("wedomo", "vedomosti"), ("песков", "peskov"), ("дмитрий пес", "peskov")],
)
def test_a_field_finds_a_source_in_either_alphabet_and_any_case(editor, press, typed, key):
    assert found(editor, typed) == [key]


def test_whoever_is_called_so_comes_before_whoever_is_called_so_in_part(editor, press):
    assert found(editor, "sun") == ["sun", "baltimore-sun"]


@pytest.mark.parametrize("typed", ["vizit", "визит", "vedomosti putin", "v.example"])
def test_a_field_finds_a_document_by_title_publisher_or_address(editor, press, typed):
    assert found(editor, typed, field="document") == ["visit"]


def test_a_percent_sign_is_looked_for_as_itself(editor, press):
    assert len(found(editor, "")) == 5
    assert found(editor, "% %zz") == []


def test_a_field_is_answered_in_as_many_queries_however_many_are_found(editor, press, django_assert_num_queries):
    # Session, person, permissions of person and group, how many, the page of them, and the further outlets of unnamed ones.
    with django_assert_num_queries(7):
        assert len(found(editor, "s")) > 3


def test_texts_are_matched_to_sources_together(press, django_assert_num_queries):
    with django_assert_num_queries(3):  # who is called so, and who nearly so for each of the two that nobody is called
        meant = sources_meant(["Vedomosti", "wedomosti", "Песков Дмитрий", "bloomberg news", "Nobody"])

    ways = {text: [(match.source.key, match.how) for match in matches] for text, matches in meant.items()}
    assert ways["Vedomosti"] == [("vedomosti", "alias")]  # by its key
    assert ways["Песков Дмитрий"] == [("peskov", "part")]
    assert ways["wedomosti"] == [("vedomosti", "alias")]
    assert ways["bloomberg news"] == [("bloomberg", "exact")]
    assert ways["Nobody"] == []


def test_a_changed_name_is_found_at_once(editor, press, now):
    change_source(Source.objects.get(key="sun"), {"aliases": "Солнце"}, at=now, actor="user:ed", reason="also so")
    change_document(Document.objects.get(key="visit"), {"title": "Поездка"})

    assert found(editor, "solntse") == ["sun"]
    assert found(editor, "poezdka", field="document") == ["visit"]


def test_a_name_is_found_before_an_alias_and_both_before_what_begins_so(sample, loaded):
    named = {"palace": "Kremlin", "kremlin-post": "Kremlin Post", "new-kremlin": "New Kremlin"}
    loaded(sources=[{"key": key, "name": name, "kind": "outlet"} for key, name in named.items()])

    found = [source.key for source in Source.objects.order_by("-key").searched("kremlin")]

    assert found == ["palace", "moscow", "kremlin-post", "new-kremlin"]


def test_of_an_unnamed_source_only_what_was_published_is_searched(sample):
    diplomat = Source.objects.get(key="vedomosti-diplomat")

    assert set(diplomat.search_text.split()) == {"unnamed", "unamed", "diplomat", "vedomosti"}  # its role and its key
