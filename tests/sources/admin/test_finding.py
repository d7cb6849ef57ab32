"""Fields that find a record as an editor types."""

from __future__ import annotations

from typing import Any

import pytest

from sources.models import Document, Source
from sources.operations import change_document, change_source


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


def test_a_changed_name_is_found_at_once(editor, press, now):
    change_source(Source.objects.get(key="sun"), {"aliases": "Солнце"}, at=now, actor="user:ed", reason="also so")
    change_document(Document.objects.get(key="visit"), {"title": "Поездка"})

    assert found(editor, "solntse") == ["sun"]
    assert found(editor, "poezdka", field="document") == ["visit"]


def test_a_search_for_sources_needs_the_permission_to_read_them(newcomer, sample):
    asked = {"term": "vedo", "app_label": "claims", "model_name": "attribution", "field_name": "source"}

    assert newcomer.get("/admin/sources/source/find/", asked).status_code == 403


def test_sources_are_found_by_typing(editor, sample):
    asked = {"term": "vedo", "app_label": "claims", "model_name": "attribution", "field_name": "source"}

    found = editor.get("/admin/sources/source/find/", asked).json()["results"]

    assert {each["text"] for each in found} == {"Vedomosti", "Unnamed diplomat – known to Vedomosti (vedomosti-diplomat)"}
