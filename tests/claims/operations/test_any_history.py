"""Whatever sequence of operations: the stored body, flags and counts equal a fresh recomputation."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import load
from tests.examples import histories
from tests.exchange import exported
from tests.histories import erasing_steps, eventful_steps, live_through, steps
from tests.recompute import assert_stored_equals_fresh


def without_verdicts(sequence: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Leave out what case files do not carry: a verdict is internal to the desk that publishes it."""
    return [step for step in sequence if not step[0].startswith("verdict")]


@pytest.mark.django_db
@histories(60)
@given(st.one_of(steps, erasing_steps))
def test_what_is_stored_equals_a_fresh_recomputation(sequence: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        assert_stored_equals_fresh(live_through(sequence))
        transaction.set_rollback(True)


@pytest.mark.django_db
@histories(40)
@given(st.one_of(steps, eventful_steps).map(without_verdicts))
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
