"""Whatever sequence of operations: the stored body, flags and counts equal a fresh recomputation."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from tests.cases import load
from tests.exchange import exported
from tests.histories import live_through, steps
from tests.recompute import assert_stored_equals_fresh


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps)
def test_what_is_stored_equals_a_fresh_recomputation(sequence: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        assert_stored_equals_fresh(live_through(sequence))
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps)
def test_what_is_exported_loads_back_to_the_same(sequence: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        at = live_through(sequence)
        before = exported()
        transaction.set_rollback(True)
    with transaction.atomic():
        load(before[0], at=at)
        after = exported()
        again = load(before[0], at=at)
        transaction.set_rollback(True)
    assert after == before
    assert again.revised == ()
