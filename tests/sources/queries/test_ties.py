"""Ties between named sources, now and as recorded at another time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from sources.families import Tie
from sources.models import IndependenceJudgement, Source, SourceRelation
from sources.operations import judge, relate, strike_relation
from sources.queries.ties import TieHistory, current_ties, judgements_in_force, neighbourhood, still_joined_by, ties_as_of
from tests.cases import outlet, person, unnamed

HOUR = timedelta(hours=1)


@pytest.fixture
def ids(loaded: Callable[..., Any], now: datetime) -> dict[str, int]:
    """An hour from now post is recorded as owned by group, two hours from now group by holding; ada stands alone."""
    loaded(sources=[*map(outlet, ("post", "group", "holding")), person("ada"), unnamed("u", "post")])
    for hours, one, other in ((1, "post", "group"), (2, "group", "holding")):
        ends = {"from_source": source(one), "to_source": source(other), "kind": "owned_by", "reason": "so"}
        relate([SourceRelation(from_on=date(2020, 1, 1), **ends)], at=now + hours * HOUR, actor="user:eve")
    return dict(Source.objects.values_list("key", "pk"))


def source(key: str) -> Source:
    return Source.objects.get(key=key)


def test_a_tie_counts_from_its_recording_until_it_was_struck_out(ids: dict[str, int], now: datetime) -> None:
    strike_relation(SourceRelation.objects.earliest("id"), at=now + 3 * HOUR, actor="user:eve", reason="sold")
    post = Tie(ids["post"], ids["group"], "owned_by", "2020-01-01")
    group = Tie(ids["group"], ids["holding"], "owned_by", "2020-01-01")
    history = TieHistory()
    for hours, expected in ((0, []), (1, [post]), (2, [post, group]), (3, [group])):
        at = now + hours * HOUR
        assert set(ties_as_of(at).ties) == set(history.as_of(at).ties) == set(expected)
    assert ties_as_of(None).ties == (group,)


def test_all_ties_of_a_family_are_read_by_where_they_begin(
    ids: dict[str, int], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    family = sorted(ids[key] for key in ("post", "group", "holding"))
    with django_assert_num_queries(2):  # relations, judgements
        found = current_ties(family)
    assert found == ties_as_of(None)
    with django_assert_num_queries(0):
        assert current_ties([]) == ((), ())


def test_a_neighbourhood_reaches_as_far_as_ties_do(ids: dict[str, int]) -> None:
    joined, ties = neighbourhood([ids["post"]])
    assert joined == {ids["post"], ids["group"], ids["holding"]}
    assert len(ties.ties) == 2
    assert neighbourhood([ids["ada"]]) == ({ids["ada"]}, ((), ()))


def test_the_way_by_which_a_family_still_joins_two_is_named(ids: dict[str, int], now: datetime) -> None:
    assert still_joined_by(ids["post"], ids["holding"]) == ["Post", "Group", "Holding"]
    assert still_joined_by(ids["post"], ids["ada"]) == []


def test_judgements_on_unnamed_sources_are_no_ties_and_a_superseded_one_counts_in_its_time(
    ids: dict[str, int], now: datetime
) -> None:
    judge(source("u"), source("ada"), "independent", at=now + 3 * HOUR, actor="user:eve", reason="so")
    for hours, outcome in ((4, "dependent"), (5, "independent")):
        judge(source("ada"), source("post"), outcome, at=now + hours * HOUR, actor="user:eve", reason=outcome)

    one, other = sorted((ids["ada"], ids["post"]))
    assert ties_as_of(None).independent == ((one, other),)
    assert (ties_as_of(now + 4 * HOUR).independent, TieHistory().as_of(now + 4 * HOUR).independent) == ((), ())
    assert Tie(one, other, "dependent") in ties_as_of(now + 4 * HOUR).ties
    assert judgements_in_force().count() == 2
    assert judgements_in_force(now + 4 * HOUR).count() == 2
    assert IndependenceJudgement.objects.count() == 3
