from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from claims.models import Claim
from factcheck.database import many_queries
from factcheck.database.many_queries import Wanted, first_ids, newest_ids
from tests.cases import claim

pytestmark = pytest.mark.django_db


def test_the_first_rows_of_each_query_come_in_one_statement(
    loaded: Callable[..., Any], django_assert_num_queries: Callable[[int], Any]
) -> None:
    loaded(claims=[claim(key) for key in "abcd"])
    a, _b, c, d = Claim.objects.order_by("key").values_list("pk", flat=True)
    rows = Claim.objects.order_by("-key")

    with django_assert_num_queries(1):
        assert first_ids([rows, rows.none(), rows.filter(key="a")], most=2) == [{d, c}, set(), {a}]
    with django_assert_num_queries(0):
        assert first_ids([], most=2) == []


@pytest.mark.parametrize("few", [10_000, 1, 0])
def test_the_newest_rows_are_found_whether_those_they_are_among_are_few_or_many(
    loaded: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(many_queries, "MOST_FEW", few)
    monkeypatch.setattr(many_queries, "_MOST_TOGETHER", 2)
    loaded(claims=[claim(key) for key in "abcd"])
    _a, b, c, d = Claim.objects.order_by("pk").values_list("pk", flat=True)
    every = Claim.objects.all()

    wanted = [
        Wanted(every),
        Wanted(every, every.filter(key__lt="d").values("pk")),
        Wanted(every.filter(key="b"), every.values("pk")),
    ]
    empty = [Wanted(every.none(), every.values("pk")), Wanted(every, every.none().values("pk"))]

    assert newest_ids([*wanted, *empty], most=2) == [[d, c], [c, b], [b], [], []]
