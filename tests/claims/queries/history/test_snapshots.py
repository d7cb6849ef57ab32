"""Snapshots of claims, to compare before and after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from pytest_django import DjangoAssertNumQueries

from claims.models import Claim
from claims.operations.merges.removal import remove_claim
from claims.queries.history.snapshots import Snapshot, snapshots
from tests.cases import claim
from tests.claims.desk_flags import store_flag
from tests.claims.operations.moving import because, pk


def test_snapshots_take_two_queries_and_show_status_counts_and_open_flags(
    arms: Claim, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    store_flag(arms, now, cleared_at=now)
    ids = [pk("visit-within-weeks"), arms.pk, arms.pk]
    with django_assert_num_queries(2):  # open flags; claims with standing and assessment
        found = snapshots(ids)
    shown = found[arms.pk]
    assert found.keys() == set(ids)
    assert shown.support is not None
    assert (shown.key, shown.status, shown.support.at_least) == ("arms-transfers", "contested", 2)
    assert [flag.code for flag in shown.flags] == sorted(flag.code for flag in arms.flags.filter(cleared_at=None))


def test_of_a_deleted_claim_only_its_key_is_left(loaded: Callable[..., Any], now: datetime) -> None:
    loaded(claims=[claim("c")])
    gone = pk("c")
    remove_claim(gone, because(now))
    assert snapshots([gone, gone + 1]) == {gone: Snapshot("c", "")}
    assert snapshots([]) == {}
