"""What the record held about a claim at a record time, and from what was said by a time."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from claims.models import Attribution, Claim
from claims.operations.attributions.changes import withdraw
from claims.operations.policy.drafts import set_policy
from claims.verification import Change
from factcheck.dates.partial_dates import PartialDateError
from tests.cases import claim, load, person, row

DAY = timedelta(days=1)


@pytest.fixture
def c(db: None, now: datetime) -> Claim:
    """A claim with a statement of May and one of June; the second was withdrawn a day after it was recorded."""
    rows = row("ada", said_at="2024-05"), row("ben", said_at="2024-06")
    load({"sources": [person("ada"), person("ben")], "claims": [claim("c", *rows)]}, at=now)
    change = Change(now + DAY, "user:eve", "withdrawn", "Misspoke.")
    withdraw(Attribution.objects.get(key="ben"), change, by="source")
    return Claim.objects.get()


def codes(held: Any) -> list[str]:
    return [flag.code for flag in held.flags]


def test_a_record_time_resolves_to_the_revision_current_then(c: Claim, now: datetime) -> None:
    for moment, number in ((timedelta(0), 1), (DAY - timedelta(microseconds=1), 1), (DAY, 2), (10 * DAY, 2)):
        assert c.as_of(recorded=now + moment).revision == number
    assert c.as_of().revision == 2


def test_it_shows_which_flags_were_open_then_and_why(c: Claim, now: datetime) -> None:
    then, after = c.as_of(recorded=now), c.as_of(recorded=now + DAY)
    assert (then.status, codes(then)) == ("corroborated", ["independence_not_judged", "undocumented"])
    assert after.status == "unverified"
    flag = next(flag for flag in after.flags if flag.code == "retracted_source")
    assert flag.culprits == (("attribution", "ben"),)
    assert "Ben" in flag.reason


def test_it_holds_the_body_that_was_shown_and_who_changed_it(c: Claim, now: datetime) -> None:
    then, after = c.as_of(recorded=now), c.as_of(recorded=now + DAY)
    assert json.loads(then.body)["status"] == then.status == "corroborated"
    assert json.loads(after.body)["status"] == after.status
    assert (after.actor, after.action, after.reason, after.at) == ("user:eve", "withdrawn", "Misspoke.", now + DAY)
    assert then.support is not None
    assert json.loads(then.body)["support"]["at_least"] == then.support.at_least == 2
    assert not then.recomputed


def test_a_revision_that_left_the_body_alone_shows_the_one_before(c: Claim, now: datetime) -> None:
    load({"claims": [claim("c", priority=1)]}, at=now + 2 * DAY)
    held = c.as_of(recorded=now + 2 * DAY)
    assert held.revision == 3
    assert held.body == c.as_of(recorded=now + DAY).body


def test_before_the_first_revision_nothing_was_held(c: Claim, now: datetime) -> None:
    held = c.as_of(recorded=now - DAY, said="2024-06")
    assert (held.revision, held.status, held.flags, held.body, held.support) == (None, "", (), b"", None)


@pytest.mark.parametrize(("said", "at_least"), [("2024-04", 0), ("2024-05-31", 1), ("2024-06", 2)])
def test_what_was_said_later_does_not_count(c: Claim, now: datetime, said: str, at_least: int) -> None:
    held = c.as_of(recorded=now, said=said)
    assert held.support is not None
    assert (held.recomputed, held.revision, held.support.at_least) == (True, 1, at_least)


def test_both_clocks_are_taken_together(c: Claim, now: datetime) -> None:
    then, after = c.as_of(recorded=now, said="2024-06"), c.as_of(said="2024-06")
    assert then.support is not None
    assert after.support is not None
    assert (then.support.at_least, after.support.at_least) == (2, 1)
    assert c.as_of(said="2024-04").status == "unsourced"


def test_a_later_policy_does_not_reach_back(c: Claim, now: datetime) -> None:
    change = Change(now + 2 * DAY, "user:boss", "policy set", "stricter")
    set_policy(change, min_on_record=3, min_disinterested=1, shelf_life_days=90, outcome_grace_days=7)
    held = c.as_of(recorded=now, said="2024-06")
    assert (held.status, held.policy_version) == ("corroborated", c.as_of(recorded=now).policy_version)


def test_a_date_that_is_none_is_reported(c: Claim) -> None:
    with pytest.raises(PartialDateError, match="write 2024, 2024-06"):
        c.as_of(said="yesterday")
