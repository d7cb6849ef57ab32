"""Whatever sequence of operations: the stored body, flags and counts equal a fresh recomputation."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from claims.casefile import encode
from claims.models import PublicBody
from claims.queries.exports import claim_ids, export
from tests.cases import load
from tests.histories import live_through, steps
from tests.recompute import assert_stored_equals_fresh


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps)
def test_what_is_stored_equals_a_fresh_recomputation(sequence: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        assert_stored_equals_fresh(live_through(sequence))
        transaction.set_rollback(True)


def exported() -> tuple[dict[str, Any], dict[str, tuple[str, str]]]:
    """Return what is stored as a case without record times, and the public body and findings of each claim."""
    case = json.loads(encode(export(claim_ids([]), whole=True)))
    results = PublicBody.objects.values_list("claim__key", "body", "claim__standing__assessment__findings_digest")
    return _timeless(case), {key: (body, digest) for key, body, digest in results}


def _timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _timeless(inner) for name, inner in value.items() if name != "recorded_at"}
    return [_timeless(inner) for inner in value] if isinstance(value, list) else value


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
