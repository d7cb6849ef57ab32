"""Counts that end at a limit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Q

from claims.models import Claim
from factcheck.database.limited_counts import limited_counts, shown_count
from tests.cases import claim


def test_each_query_is_counted_up_to_the_limit_in_one_statement(
    loaded: Callable[..., Any], django_assert_num_queries: Callable[[int], Any]
) -> None:
    loaded(claims=[claim(key) for key in "abcd"])
    some = Claim.objects.filter(Q(key__gt="b") | Q(key="a"))
    with django_assert_num_queries(1):
        assert limited_counts(Claim.objects.order_by("-id"), some, Claim.objects.none(), most=3) == [4, 3, 0]
    assert limited_counts(Claim.objects.all(), most=2) == [3]


@pytest.mark.parametrize(("count", "shown"), [(0, "0"), (10_000, "10000"), (10_001, "10,000+")])
def test_a_count_beyond_its_limit_shows_the_limit(count: int, shown: str) -> None:
    assert shown_count(count) == shown
