"""Changes of sources wait in the order in which they were made until they are applied to claims."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from pytest_django import DjangoAssertNumQueries

from sources.models import Source
from sources.operations import change_source, mark_applied
from sources.queries.changes import changes_wait, last_change_at, last_change_id, waiting_changes, waiting_changes_since
from tests.cases import person


def test_without_a_change_nothing_waits(db: None) -> None:
    assert (changes_wait(), waiting_changes(9), last_change_at(), last_change_id()) == (False, [], None, 0)


def test_changes_wait_oldest_first_and_what_claims_do_not_read_does_not_wait(
    loaded: Callable[..., Any], now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    loaded(sources=[person("ada")])
    assert not changes_wait()  # a new source is in no claim
    ada = Source.objects.get()
    for name, value in (("country", "US"), ("homepage", "https://ada.example"), ("short_name", "A.")):
        change_source(ada, {name: value}, at=now, actor="user:eve")

    with django_assert_num_queries(1):  # changes with their sources
        first, second = waiting_changes(9)
        assert (first.source.key, first.new, second.new) == ("ada", {"country": "US"}, {"short_name": "A."})
    assert waiting_changes(1) == [first]
    assert waiting_changes_since(first.pk) == [second]
    assert (last_change_id(), last_change_at()) == (second.pk, second.at)

    mark_applied([first], at=now)

    assert (waiting_changes(9), changes_wait()) == ([second], True)
    mark_applied([second], at=now)
    assert not changes_wait()
