"""New rules are put in force once, and by themselves where no claim waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from claims.models import RulesInForce, Standing
from claims.operations.policy.rules import record_if_none_waits, record_rules
from tests.cases import two_statements


def test_they_are_recorded_once_with_who_did_it(db: None, now: datetime) -> None:
    assert (record_rules(now, "user:boss"), record_rules(now, "user:eve")) == (True, False)
    assert [row.actor for row in RulesInForce.objects.all()] == ["user:boss"]


def test_they_come_into_force_by_themselves_where_no_claim_has_other_ones(loaded: Callable[..., Any], now: datetime) -> None:
    loaded(**two_statements())
    Standing.objects.update(policy_version="1+0")
    record_if_none_waits(now, "job:night")
    assert not RulesInForce.objects.exists()
    Standing.objects.all().delete()
    record_if_none_waits(now, "job:night")
    assert RulesInForce.objects.count() == 1
