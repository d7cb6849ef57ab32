"""The source side of a case file: which documents and sources claims rest on, however far that leads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec import UNSET

from claims.models import Attribution, Interest
from claims.queries.cases.documents import document_records
from claims.queries.cases.sources import documents_shown, or_unset, source_records, sources_behind, written_at
from sources.models import Source
from tests.cases import claim, outlet, person, row, unnamed

Load = Callable[..., Any]


@pytest.fixture
def desk(loaded: Load) -> None:
    """A reprint of a copy of an article, from which an unnamed source is known; its outlet is of a group."""
    loaded(
        sources=[outlet("group"), outlet("post"), outlet("sister"), outlet("echo"), unnamed("u", "post"), person("by")],
        relations=[{"from": name, "to": "group", "kind": "owned_by", "reason": "imprint"} for name in ("post", "sister")],
        documents=[
            {"key": "article", "publisher": "echo", "kind": "article", "title": "One"},
            {"key": "copy", "publisher": "echo", "kind": "article", "title": "Two", "copy_of": "article"},
            {"key": "reprint", "publisher": "echo", "kind": "article", "title": "Three", "copy_of": "copy"},
            {"key": "other", "publisher": "by", "kind": "article", "title": "Four"},
        ],
        claims=[claim("c", row("u", document="reprint"))],
    )


def test_documents_come_with_the_originals_that_they_copy(desk: None) -> None:
    assert [one.key for one in documents_shown(Attribution.objects.all(), [], whole=False)] == ["article", "copy", "reprint"]
    assert len(documents_shown([], [], whole=True)) == 4
    assert documents_shown([], [], whole=False) == []


def test_sources_come_with_vouchers_publishers_and_all_that_ties_join_with_them(desk: None) -> None:
    rows = list(Attribution.objects.all())
    documents = documents_shown(rows, [], whole=False)

    found = sources_behind(rows, Interest.objects.none(), documents, [], whole=False)

    # The sister is of the same family, which decides who may be the same; named ones come first, as others refer to them.
    assert [one.key for one in found] == ["group", "post", "sister", "echo", "u"]


def test_ties_to_sources_left_out_are_left_out(desk: None) -> None:
    some = list(Source.objects.filter(key__in=["group", "post"]).order_by("id"))

    shown = source_records(some, approvals=True)

    assert [(one.from_, one.to) for one in shown["relations"]] == [("post", "group")]
    copies = {one.key: one.copy_of for one in document_records(documents_shown([], [], whole=True))}
    assert copies == {"article": UNSET, "copy": "article", "reprint": "copy", "other": UNSET}


def test_what_is_empty_is_left_out_and_a_false_value_is_not() -> None:
    empty: tuple[Any, ...] = ("", None, [], ())
    assert [or_unset(value) for value in empty] == [UNSET] * 4
    assert (or_unset(False), or_unset(0)) == (False, 0)
    assert (written_at(None), written_at(datetime(2024, 6, 12, tzinfo=UTC))) == (UNSET, "2024-06-12T00:00:00+00:00")
