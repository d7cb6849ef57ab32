"""Recording and changing sources."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from sources.models import Source, SourceChange
from sources.operations import SourceOperationError, change_source, record_sources
from tests.cases import outlet, two_statements, unnamed

Load = Callable[..., Any]


@pytest.fixture
def at(now: datetime) -> datetime:
    return now + timedelta(hours=1)


def source(key: str) -> Source:
    return Source.objects.get(key=key)


def test_what_the_policy_does_not_read_waits_for_nobody(loaded: Load, at: datetime) -> None:
    loaded(**two_statements())
    change_source(source("ada"), {"homepage": "https://ada.example"}, at=at, actor="user:eve", reason="found it")
    change = SourceChange.objects.get(action="changed")
    assert (change.old, change.new, change.reason) == ({"homepage": ""}, {"homepage": "https://ada.example"}, "found it")
    assert change.applied_at == at


def test_identified_never_flips(loaded: Load, at: datetime) -> None:
    loaded(**two_statements())
    with pytest.raises(SourceOperationError, match="never changes"):
        change_source(source("ada"), {"identified": False}, at=at, actor="user:eve")


def test_an_unnamed_source_cannot_vouch(loaded: Load, now: datetime) -> None:
    loaded(sources=[outlet("post"), unnamed("u", "post")])
    other = Source(key="v", name="V", kind="person", identified=False, vouched_by=Source.objects.get(key="u"))
    with pytest.raises(SourceOperationError, match="cannot vouch"):
        record_sources([other], at=now, actor="user:eve")


def test_of_many_sources_none_is_stored_if_somebody_else_recorded_one_at_the_same_moment(sample: None, at: datetime) -> None:
    rows = [Source(key=name, name=name, kind="outlet") for name in ("new-one", "bloomberg")]

    with pytest.raises(SourceOperationError, match="bloomberg"):
        record_sources(rows, at=at, actor="user:ed")

    assert not Source.objects.filter(key="new-one").exists()
    assert not SourceChange.objects.filter(actor="user:ed").exists()


def test_another_broken_constraint_is_a_defect_and_not_taken_for_that(db: None, at: datetime) -> None:
    with pytest.raises(IntegrityError):
        record_sources([Source(key="new", name="New", kind="outlet", reliability="Z")], at=at, actor="user:ed")
