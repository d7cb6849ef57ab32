"""The facts of claims at a past record time, from all that was ever recorded of them and of those that contradict them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from claims.models import Attribution, ClaimRelation
from claims.operations.attributions.changes import void
from claims.operations.claims.assignment import strike_relation
from claims.operations.decisions.ledger import settle_flag
from claims.operations.merges.removal import remove_claim
from claims.queries.claims.selection import ids_of_all
from claims.queries.facts.current import load_facts
from claims.queries.facts.past import Records, load_facts_as_of
from tests.cases import claim, load, person, row
from tests.claims.operations.moving import because, pk

UNTIL = "2024-06-30T00:00Z"
HOUR = timedelta(hours=1)


@pytest.fixture
def desk(loaded: Callable[..., Any], now: datetime) -> datetime:
    """A claim and its rival, an hour ago."""
    rival = claim("rival", row("ben"), relations=[{"kind": "contradicts", "claim": "c"}])
    loaded(sources=[person("ada"), person("ben")], claims=[claim("c", row("ada"), window={"until": "2024-05"}), rival])
    return now + HOUR


def test_at_the_end_of_the_record_they_are_the_current_ones(desk: datetime) -> None:
    settle_flag(pk("c"), "contested", because(desk))
    void(Attribution.objects.get(key="ben"), because(desk + HOUR))
    ids = ids_of_all()
    assert load_facts_as_of(ids, desk + 2 * HOUR, UNTIL).claims == load_facts(ids, UNTIL).claims


def test_what_was_recorded_later_or_edited_since_does_not_reach_back(desk: datetime, now: datetime) -> None:
    load({"claims": [claim("c", row("ben"), window={"until": "2024-12"})]}, at=desk)

    before, after = (load_facts_as_of([pk("c")], at, UNTIL).claims[pk("c")] for at in (now, desk))

    assert ([one.key for one in before.attributions], before.window_until) == (["ada"], "2024-05")
    assert ([one.key for one in after.attributions], after.window_until) == (["ada", "ben"], "2024-12")
    assert load_facts_as_of([pk("c")], now - HOUR, UNTIL).claims == {}


def test_claims_of_these_keys_are_left_out_as_if_they_were_not_there(desk: datetime) -> None:
    records, c = Records([pk("c")]), pk("c")

    def rivals(hidden: set[str]) -> list[str]:
        directory = load_facts(ids_of_all(), UNTIL).directory
        found = records.loaded([c], desk, UNTIL, lambda _ids: directory, hidden)
        return [one.key for one in found.claims[c].contradictions]

    assert (rivals(set()), rivals({"rival"})) == (["rival"], [])


def test_who_contradicted_a_claim_at_a_time_is_known_though_the_relation_was_struck_or_the_rival_deleted(
    desk: datetime, now: datetime
) -> None:
    strike_relation(ClaimRelation.objects.get(), because(desk))
    remove_claim(pk("rival"), because(desk + HOUR))
    records, c = Records([pk("c")]), pk("c")

    assert [records.rested_on(c, at, {"rival"}) for at in (now, desk)] == [True, False]
    assert not records.rested_on(c, now, {"another"})
    assert [records.rests_on_removed(c, at) for at in (now, desk)] == [True, False]
    assert Records([pk("rival")]).own == ()
