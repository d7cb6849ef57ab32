"""A topic is added to claims or removed from them, all or none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from claims.models import ClaimTopic, Revision
from claims.operations.claims.topics import add_topic, remove_topic
from claims.operations.merges.merge import merge
from claims.operations.writing import OperationError, StaleRevisionError
from tests.cases import claim
from tests.claims.operations.moving import because, pk


@pytest.fixture
def both(loaded: Callable[..., Any]) -> list[int]:
    loaded(claims=[claim("a", topics=["arms"]), claim("b")])
    return [pk("a"), pk("b")]


def filed() -> list[tuple[str, str]]:
    return list(ClaimTopic.objects.order_by("claim__key", "topic").values_list("claim__key", "topic"))


def test_only_claims_that_it_changes_are_counted_and_revised(both: list[int], now: datetime) -> None:
    assert add_topic([*both, 10**6], "arms", because(now)) == 1
    assert filed() == [("a", "arms"), ("b", "arms")]
    assert [Revision.objects.filter(claim=one).count() for one in both] == [1, 2]

    assert remove_topic(both, "arms", because(now)) == 2
    assert (remove_topic(both, "arms", because(now)), filed()) == (0, [])


@pytest.mark.parametrize("topic", ["", "North Korea", "ships!", "a" * 61, "ships\u200b"])
def test_what_is_no_topic_is_refused(both: list[int], now: datetime, topic: str) -> None:
    with pytest.raises(OperationError, match="is not a topic"):
        add_topic(both, topic, because(now))


def test_one_that_was_merged_or_has_changed_keeps_all_as_they_are(both: list[int], now: datetime) -> None:
    with pytest.raises(StaleRevisionError):
        add_topic(both, "ships", because(now), expected={both[0]: 1, both[1]: 2})
    merge(both[1], both[0], because(now))
    with pytest.raises(OperationError, match="was merged"):
        add_topic(both, "ships", because(now))
    with pytest.raises(OperationError, match="Say why"):
        remove_topic(both, "arms", because(now, reason=" "))
    assert filed() == [("a", "arms")]
