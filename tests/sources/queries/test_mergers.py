"""Second records of sources: the record that survives, and what joins or separates two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from sources.models import Source, SourceChange
from sources.operations import judge, merge_sources, undo_merger
from sources.queries.mergers import (
    ends_of,
    is_merged,
    judged_independent,
    last_change_of,
    merger_between,
    same_as,
    surviving_source_id,
)
from sources.queries.vouchers import vouched_for_apart
from tests.cases import outlet, unnamed


def source(key: str) -> Source:
    return Source.objects.get(key=key)


@pytest.fixture
def chain(loaded: Callable[..., Any], now: datetime) -> None:
    """``c`` is merged into ``b``, and that into ``a``; ``other`` is of nobody."""
    loaded(sources=[outlet(key) for key in ("a", "b", "c", "other")])
    for second, first in (("c", "b"), ("b", "a")):
        merge_sources(source(second), source(first), at=now, actor="user:eve", reason="one imprint")


def test_a_record_leads_to_the_end_of_its_chain_and_any_other_to_itself(chain: None) -> None:
    ids = {key: source(key).pk for key in ("a", "b", "c", "other")}
    assert ends_of(ids.values()) == {ids["a"]: ids["a"], ids["b"]: ids["a"], ids["c"]: ids["a"], ids["other"]: ids["other"]}
    assert (surviving_source_id(ids["c"]), ends_of([])) == (ids["a"], {})
    assert [is_merged(ids[key]) for key in ("a", "b", "c", "other")] == [True, True, True, False]


def test_a_merger_joins_two_records_directly(chain: None) -> None:
    a, b, c = (source(key) for key in "abc")
    assert merger_between(a.pk, b.pk) == merger_between(b.pk, a.pk) == b
    assert merger_between(a.pk, c.pk) is None


def test_two_are_the_same_while_their_relation_is_in_force(chain: None, now: datetime) -> None:
    a, b, other = (source(key) for key in ("a", "b", "other"))
    assert (same_as(a, b), same_as(b, a), same_as(a, other)) == (True, True, False)
    undo_merger(source("b"), at=now, actor="user:eve", reason="two after all")
    assert not same_as(a, b)


def test_a_judgement_on_a_second_record_counts_for_the_first(chain: None, now: datetime) -> None:
    judge(source("c"), source("other"), "independent", at=now, actor="user:eve", reason="own reporters")
    assert judged_independent(source("a"), source("other"))
    assert judged_independent(source("other"), source("a"))
    judge(source("c"), source("other"), "unsure", at=now, actor="user:eve", reason="who knows")
    assert not judged_independent(source("a"), source("other"))


def test_unnamed_records_are_apart_once_their_outlets_are(loaded: Callable[..., Any], now: datetime) -> None:
    loaded(sources=[outlet("post"), outlet("post-2"), unnamed("u", "post"), unnamed("v", "post-2")])
    by: dict[str, Any] = {"at": now, "actor": "user:eve", "reason": "one imprint"}
    merge_sources(source("post-2"), source("post"), **by)
    merge_sources(source("v"), source("u"), **by)
    assert vouched_for_apart() == []
    Source.objects.filter(key="post-2").update(merged_into=None)
    assert vouched_for_apart() == [source("v")]


def test_the_last_change_is_that_of_the_source(chain: None) -> None:
    assert last_change_of(source("c")) == SourceChange.objects.filter(source=source("c")).latest("id").pk
    assert last_change_of(Source(pk=10**6)) == 0
