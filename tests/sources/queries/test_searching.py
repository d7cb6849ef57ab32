"""Sources and documents by half-remembered words."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection

from sources.models import Document, Source
from sources.operations.documents import change_document
from sources.queries.overlap import Asked, Meant, Records, ranked
from sources.queries.searching import DocumentRecords, SourceRecords, has_word, is_titled, name_words
from sources.queries.words import on_record
from tests.cases import load, outlet, person, unnamed

TITLES = {"rare-visits": "Putin's rare visits", "shells": "Shells for Москва", "long": "w" * 300}


@pytest.fixture
def recorded(db: None, now: datetime) -> None:
    sources = [
        outlet("vedomosti", name="Ведомости"),
        outlet("sr", name="The Spokesman-Review"),
        unnamed("diplomat", "vedomosti"),
        person("zelensky", name="Volodymyr Zelensky", aliases=["Зеленський"]),
    ]
    documents = [{"key": key, "publisher": "sr", "kind": "article", "title": title} for key, title in TITLES.items()]
    documents.append({"key": "other", "publisher": "vedomosti", "kind": "article", "title": "Visits"})
    load({"sources": sources, "documents": documents}, at=now)


def keys(records: Records, typed: str) -> list[str]:
    known = dict((Source if isinstance(records, SourceRecords) else Document).objects.values_list("pk", "key"))
    return [known[pk] for pk in ranked(records, name_words(typed), Asked(10)).ids]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Vedomsti", ["vedomosti"]),
        ("ведомости", ["vedomosti"]),
        ("vedom", ["vedomosti"]),
        ("review spokes", ["sr"]),
        ("spokesmn reviw", ["sr"]),
        ("kesman", ["sr"]),
        ("Zelenskyy", ["zelensky"]),
        ("zelensky nonsense", ["zelensky"]),
        ("qqqq", []),
        ("'", []),
    ],
)
def test_a_source_is_found_by_parts_of_its_names(typed: str, found: list[str], recorded: None) -> None:
    assert keys(SourceRecords(Source.objects.all()), typed)[: len(found) or None] == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("visits rare", ["rare-visits", "other"]),
        ("visits vedomosti", ["other", "rare-visits"]),
        ("vists putin", ["rare-visits"]),
        ("moskva", ["shells"]),
        ("wwww", ["long"]),
    ],
)
def test_a_document_is_found_by_its_title_and_its_publisher(typed: str, found: list[str], recorded: None) -> None:
    assert keys(DocumentRecords(Document.objects.all()), typed)[: len(found)] == found


def test_the_words_of_titles_are_on_record(recorded: None) -> None:
    change_document(Document.objects.get(key="shells"), {"title": "Grenades"})

    assert on_record(["visits", "grenades"]) == {"visits", "grenades"}
    assert (is_titled("grenades"), is_titled("grenade"), is_titled("москва")) == (True, False, False)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="indexes of PostgreSQL")
def test_names_and_titles_are_looked_up_in_indexes(recorded: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "source_search" in Source.objects.filter(has_word(Meant(("vedom",), begun=True))).explain()
    assert "document_search" in Document.objects.filter(has_word(Meant(("visits",), begun=True))).explain()
