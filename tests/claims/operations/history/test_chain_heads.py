"""Heads cover every revision once, in order, whatever commits late and wherever making them was interrupted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import pytest
from django.utils import timezone

import claims.operations.history.chain_heads as module
from claims.models import ChainHead, Revision
from claims.operations.history.chain_heads import make_heads
from claims.queries.history.chain_heads import stored_problems
from factcheck.signing_keys import is_signed, new_secret, public_of
from tests.cases import claim, load, person, row
from tests.claims.heads import heads_of
from tests.claims.open_transactions import open_transaction, write

DAY = timedelta(days=1)


@pytest.fixture
def five(loaded: Callable[..., Any]) -> None:
    loaded(claims=[claim(f"c{number}", text=f"Text {number}.") for number in range(5)])


@pytest.mark.django_db
def test_each_day_has_a_head_and_no_revision_is_covered_twice(five: None, now: datetime) -> None:
    (first,) = heads_of(now)
    assert (first.after, first.through, first.count) == (0, Revision.objects.latest("pk").pk, 5)
    assert heads_of(now + timedelta(hours=1)) == []
    (second,) = heads_of(now + DAY)
    assert (second.after, second.through, second.count, second.previous_sha256) == (
        first.through,
        first.through,
        0,
        first.sha256,
    )


@pytest.mark.django_db
def test_an_interrupted_command_goes_on_where_it_stopped(
    five: None, now: datetime, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(module, "AT_ONCE", 2)
    list(islice(make_heads(lambda: now, ""), 1))
    assert [head.count for head in heads_of(now)] == [2, 1]
    assert list(stored_problems()) == []
    assert [len(bytes(row.leaves)) < 200 for row in ChainHead.objects.all()] == [True] * 3


@pytest.mark.django_db
def test_a_head_is_signed_with_the_key_of_the_settings(five: None, now: datetime, settings: Any) -> None:
    secret = new_secret()
    heads_of(now)
    assert list(stored_problems()) == []
    (head,) = heads_of(now + DAY, secret)
    assert is_signed(public_of(secret), head.said, head.signature)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_revision_that_commits_late_is_covered_by_the_next_head() -> None:
    rows = [claim(key, row("ada")) for key in ("c0", "c1")]
    load({"sources": [person("ada")], "claims": rows}, at=timezone.now() - DAY)
    before = Revision.objects.latest("pk").pk
    with open_transaction("c0"):
        write("c1")
        (head,) = heads_of(timezone.now())
        assert head.through == before < Revision.objects.latest("pk").pk
    assert [head.count for head in heads_of(timezone.now())] == [2]
    assert list(stored_problems()) == []
