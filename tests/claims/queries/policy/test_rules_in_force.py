"""Whether the installed rules are in force, and which claims wait for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from claims.models import Standing
from claims.operations.policy.rules import record_rules
from claims.queries.policy.rules_in_force import (
    batches_of_other_rules,
    count_of_other_rules,
    held_back,
    installed_rules,
    rules_wait,
)
from tests.cases import claim, row, two_statements
from tests.claims.operations.moving import pk


@pytest.fixture
def old(loaded: Callable[..., Any]) -> None:
    """Two claims with results of earlier rules, and one of the installed ones."""
    loaded(**two_statements())
    loaded(claims=[claim("d", row("ada")), claim("e", row("ada"))])
    Standing.objects.exclude(claim=pk("e")).update(policy_version="1+0")


def test_rules_wait_until_they_are_put_in_force(old: None, now: datetime) -> None:
    assert rules_wait()
    assert record_rules(now, "user:boss")
    assert not rules_wait()
    assert not record_rules(now, "user:boss")


def test_claims_of_other_rules_are_counted_and_read_in_lots(old: None) -> None:
    assert (count_of_other_rules(), count_of_other_rules(1)) == (2, 1)
    assert list(batches_of_other_rules(1)) == [[pk("c")], [pk("d")]]


def test_they_keep_their_results_unless_they_are_marked_or_due(old: None, now: datetime) -> None:
    ids = [pk("c"), pk("d"), pk("e")]
    assert held_back(ids, now) == {pk("c"), pk("d")}
    Standing.objects.filter(claim=pk("c")).update(marked_at=now)
    Standing.objects.filter(claim=pk("d")).update(due_at=now + timedelta(days=1))
    assert held_back(ids, now) == {pk("d")}
    assert held_back(ids, now + timedelta(days=1)) == set()
    record_rules(now, "user:boss")
    assert held_back(ids, now) == set()


def test_the_installed_rules_are_those_of_new_results(old: None) -> None:
    assert Standing.objects.get(claim=pk("e")).policy_version.partition("+")[0] == installed_rules()
