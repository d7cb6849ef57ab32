"""Documents are recorded and changed with the words by which they are found."""

from __future__ import annotations

from datetime import datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from sources.models import Document, Source
from sources.operations import change_document, record_documents
from tests.cases import load, outlet


@pytest.fixture
def post(db: None, now: datetime) -> Source:
    load({"sources": [outlet("post")]}, at=now)
    return Source.objects.get()


def test_a_copy_is_recorded_after_its_original_in_the_same_write(post: Source, now: datetime) -> None:
    rows = [Document(key=key, publisher=post, kind="article", title=f"Story {key}") for key in ("one", "two")]
    rows[1].copy_of = rows[0]
    record_documents(rows[:1], at=now)
    record_documents(rows[1:], at=now)
    assert list(Document.objects.order_by("id").values_list("key", "copy_of__key", "recorded_at")) == [
        ("one", None, now),
        ("two", "one", now),
    ]
    assert [one.key for one in Document.objects.order_by("id").searched("story")] == ["one", "two"]


def test_only_a_changed_value_is_written_and_found_by_its_new_words(
    post: Source, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    record_documents([Document(key="doc", publisher=post, kind="article", title="A story", author="Ada")], at=now)
    document = Document.objects.select_related("publisher").get()
    with django_assert_num_queries(0):
        assert not change_document(document, {"title": "A story", "author": "Ada"})

    assert change_document(document, {"title": "Another tale"})

    assert [one.key for one in Document.objects.searched("tale")] == ["doc"]
    assert not Document.objects.searched("story").exists()
