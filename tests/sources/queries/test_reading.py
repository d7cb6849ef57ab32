"""Sources and documents as plain values: what is empty is left out, and what only some may see is left to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from sources.models import Correction, Document, Source, SourceRelation
from sources.operations import change_source, judge, relate, strike_relation
from sources.queries import reading
from sources.queries.reading import Shown
from tests.cases import outlet, person, unnamed


@pytest.fixture
def desk(loaded: Callable[..., Any]) -> None:
    article = {"key": "doc", "publisher": "post", "kind": "article", "title": "A story", "published_at": "2024-06"}
    loaded(
        sources=[outlet("post", aliases=["The Post", "WaPo"]), outlet("group"), person("ada"), unnamed("u", "post")],
        documents=[article, {**article, "key": "copy", "copy_of": "doc"}],
    )


def source(key: str) -> Source:
    return Source.objects.get(key=key)


def test_a_source_is_its_own_voice_and_family_and_nothing_empty_is_shown(desk: None) -> None:
    shown = reading.source_detail("post")
    assert shown is not None
    assert (shown["voice"], shown["family"], shown["aliases"]) == ("post", "post", ["The Post", "WaPo"])
    assert (shown["relations"], shown["judgements"]) == ([], [])
    assert "reliability" not in shown
    assert not {name for name, value in shown.items() if value in (None, "")}
    assert reading.source_detail("none") is None


def test_who_approved_and_who_graded_are_shown_only_to_those_who_do(desk: None, now: datetime) -> None:
    change_source(source("u"), {"anonymity_reason": "canary", "approved_by": "canary"}, at=now, actor="user:sen")
    change_source(source("u"), {"reliability": "B", "graded_by": "canary"}, at=now, actor="user:sen")
    assert "canary" not in str(reading.source_detail("u"))
    approver, grader = (reading.source_detail("u", Shown(**{name: True})) or {} for name in ("approval", "grader"))
    assert (approver["approved_by"], "graded_by" in approver["reliability"]) == ("canary", False)
    assert (grader["reliability"], "approved_by" in grader) == ({"grade": "B", "graded_by": "canary"}, False)


def test_lists_are_narrowed_and_paged_by_key_in_one_query(
    desk: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    everything = reading.all_sources()
    with django_assert_num_queries(1):
        assert [one["key"] for one in reading.source_page(everything, "ada", 2)] == ["group", "post"]
    assert [one["key"] for one in reading.source_page(reading.all_sources(kind="person", country=""), "", 9)] == ["ada", "u"]
    assert [one.key for one in reading.all_sources("wapo")] == ["post"]
    assert [one.key for one in reading.all_sources(lacking_approval=True)] == ["u"]
    assert "u" not in [one.key for one in reading.all_sources(lacking_approval=False)]
    assert [one["key"] for one in reading.document_page(reading.all_documents("story"), "copy", 9)] == ["doc"]


def test_ties_in_force_come_with_the_source_and_all_of_them_as_a_ledger(desk: None, now: datetime) -> None:
    ties = [SourceRelation(from_source=source("post"), to_source=source("group"), kind="owned_by", reason="imprint")]
    relate(ties, at=now, actor="user:eve")
    judge(source("post"), source("ada"), "independent", at=now, actor="user:eve", reason="so")
    judge(source("post"), source("ada"), "unsure", at=now, actor="user:eve", reason="or not")
    assert reading.relations_between("post", "owned_by", "group") == ties
    strike_relation(ties[0], at=now, actor="user:eve", reason="sold")

    shown = reading.source_detail("post") or {}

    assert (shown["relations"], [one["outcome"] for one in shown["judgements"]]) == ([], ["unsure"])
    assert [(one["number"], one["struck_reason"]) for one in reading.relation_page(source("group"), None, 9)] == [(1, "sold")]
    assert [(one["number"], one["outcome"]) for one in reading.judgement_page(source("ada"), None, 9)] == [
        (2, "unsure"),
        (1, "independent"),
    ]
    assert reading.relations_between("post", "owned_by", "group") == []


def test_a_document_has_its_corrections_and_says_what_it_copies(desk: None, now: datetime) -> None:
    document = Document.objects.get(key="doc")
    for note in ("Ten.", "Nine."):
        Correction.objects.create(document=document, note=note, recorded_at=now, recorded_by="user:eve")
    shown, copy = reading.document_detail("doc") or {}, reading.document_detail("copy") or {}
    assert [one["note"] for one in shown["corrections"]] == ["Ten.", "Nine."]
    assert ("undone_retractions" in shown, copy["copy_of"], copy["corrections"]) == (False, "doc", [])
    nothing: list[Any] = [read("none") for read in (reading.document_detail, reading.document_of_key, reading.source_of_key)]
    assert nothing == [None] * 3
    assert reading.capture_page(document, None, 9) == []
