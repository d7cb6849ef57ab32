"""Relations and judgements of two sources: what is refused, and through whom a family still joins them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from sources.models import Source, SourceChange, SourceRelation
from sources.operations import SourceOperationError, close_relation, judge, relate, strike_relation
from tests.cases import claim, outlet, person, row, two_statements, unnamed

Load = Callable[..., Any]


@pytest.fixture
def at(now: datetime) -> datetime:
    return now + timedelta(hours=1)


def source(key: str) -> Source:
    return Source.objects.get(key=key)


def tie(one: str, other: str, kind: str, at: datetime) -> SourceRelation:
    relation = SourceRelation(from_source=source(one), to_source=source(other), kind=kind, reason="ownership")
    relate([relation], at=at, actor="user:eve")
    return relation


def test_a_judgement_that_another_path_overrides_names_the_path(loaded: Load, at: datetime) -> None:
    loaded(sources=[person("ada"), person("ben"), person("cy")], claims=[claim("c", row("ada"), row("ben"))])
    for one, other in (("ada", "ben"), ("ada", "cy"), ("cy", "ben")):
        tie(one, other, "owned_by", at)
    joined = judge(source("ada"), source("ben"), "independent", at=at, actor="user:eve", reason="they say so")
    assert joined == ["Ada", "Cy", "Ben"]


def test_an_unnamed_source_is_never_judged_dependent_nor_related(loaded: Load, at: datetime) -> None:
    loaded(sources=[outlet("post"), unnamed("u", "post")])
    with pytest.raises(SourceOperationError, match=r"help identify|narrow"):
        judge(source("u"), source("post"), "dependent", at=at, actor="user:eve", reason="works there")
    with pytest.raises(SourceOperationError, match="unnamed"):
        tie("u", "post", "part_of", at)


def test_a_relation_is_recorded_once_between_two_and_not_ahead(loaded: Load, at: datetime) -> None:
    loaded(**two_statements())
    tie("ada", "ben", "owned_by", at)
    for one, other in (("ada", "ben"), ("ada", "ada")):
        with pytest.raises(SourceOperationError, match=r"already|itself"):
            tie(one, other, "owned_by", at)
    ahead = SourceRelation(from_source=source("ben"), to_source=source("ada"), kind="owned_by", reason="so")
    ahead.from_on = at.date() + timedelta(days=1)
    with pytest.raises(SourceOperationError, match="once it is in force"):
        relate([ahead], at=at, actor="user:eve")


def test_a_relation_struck_out_twice_is_struck_out_once(loaded: Load, at: datetime) -> None:
    loaded(**two_statements())
    relation = tie("ada", "ben", "owned_by", at)
    for reason in ("sold", "again"):
        strike_relation(relation, at=at, actor="user:eve", reason=reason)
    assert SourceRelation.objects.get().struck_reason == "sold"
    assert SourceChange.objects.filter(action="relation struck").count() == 2  # of either source


def test_what_a_closed_relation_was_stays_on_record_and_it_ends_once(loaded: Load, at: datetime) -> None:
    loaded(**two_statements())
    relation = tie("ada", "ben", "speaks_for", at)
    ended = close_relation(relation, at.date(), at=at, actor="user:eve", reason="left office")
    assert SourceRelation.objects.get(struck_at=None) == ended
    assert source("ben").voice == source("ada")  # groups ignore time
    for again, shown in ((relation, "is struck out"), (ended, "already recorded to end")):
        with pytest.raises(SourceOperationError, match=shown):
            close_relation(again, at.date(), at=at, actor="user:eve", reason="left office")
