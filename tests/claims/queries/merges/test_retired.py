"""Where claims went that were merged, split or deleted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from claims.operations.merges.merge import merge
from claims.queries.merges.retired import retired_among
from tests.cases import claim, load
from tests.claims.operations.moving import LATER, because, pk


def test_where_many_claims_went_is_read_in_as_many_queries_as_where_a_few_went(
    db: None, now: datetime, django_assert_num_queries: Any
) -> None:
    load({"claims": [claim(f"c{number}") for number in range(7)]}, at=now)
    for number in range(6):
        merge(pk(f"c{number}"), pk("c6" if number % 2 else f"c{number + 1}"), because(now + (number + 1) * LATER))
    ids = [pk(f"c{number}") for number in range(6)]

    with django_assert_num_queries(3):  # those that were split, those that were merged, and where these chains end
        found = retired_among(ids)

    assert {one.into for one in found.values()} == {("c6",)}
    assert len(found) == 6
