"""The changed fields of stored records, for whoever loads a file to check."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from claims.operations.cases import FieldChange, lines_of
from tests.cases import outlet

pytestmark = pytest.mark.django_db
Load = Callable[..., Any]
NIGERIA = outlet("guardian", name="The Guardian (Nigeria)", country="NG")
RENAMED = "guardian, name The Guardian → The Guardian (Nigeria), country GB → NG"


@pytest.fixture
def guardian(loaded: Load) -> None:
    loaded(sources=[outlet("guardian", name="The Guardian", country="GB")])


@pytest.mark.usefixtures("guardian")
def test_each_changed_field_is_returned_with_old_and_new(loaded: Load) -> None:
    changes = loaded(sources=[NIGERIA], update_sources=True).changes

    assert lines_of(changes) == [RENAMED]
    assert loaded(sources=[NIGERIA]).changes == ()


@pytest.mark.usefixtures("guardian")
def test_a_reference_that_changes_is_shown_by_its_key(loaded: Load) -> None:
    article = {"key": "d", "publisher": "guardian", "kind": "article", "title": "Visit"}
    loaded(sources=[outlet("bbc")], documents=[article])

    changes = loaded(documents=[{**article, "publisher": "bbc", "url": "https://bbc.example/visit"}]).changes

    assert set(changes) == {
        FieldChange("documents", "d", "publisher", "guardian", "bbc"),
        FieldChange("documents", "d", "url", "", "https://bbc.example/visit"),
    }
    assert "url (none) → https://bbc.example/visit" in lines_of(changes)[0]
