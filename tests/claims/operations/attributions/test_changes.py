"""What may be done to a recorded attribution: withdraw, void, strike, redirect; never edit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from claims.models import Attribution, Citation, Claim, Flag, Revision, Standing
from claims.operations.attributions.changes import redirect_link, strike_link, void, withdraw
from claims.operations.writing import OperationError, StaleRevisionError
from claims.verification import Change
from tests.cases import claim, outlet, person, row, two_statements
from tests.recompute import assert_stored_equals_fresh

Load = Callable[..., Any]


@pytest.fixture
def change(now: datetime) -> Change:
    return Change(now + timedelta(hours=1), "user:eve", "edit", "because")


def attribution(key: str) -> Attribution:
    return Attribution.objects.get(key=key)


def open_flags() -> set[str]:
    return set(Flag.objects.filter(cleared_at=None).values_list("code", flat=True))


def relayed(loaded: Load) -> None:
    loaded(
        sources=[outlet("post"), person("ada"), person("ben")],
        claims=[claim("c", row("ada"), row("ben"), row("post", stance="reports", cites=["ada"]))],
    )


def test_a_withdrawal_is_kept_with_who_when_and_why(loaded: Load, change: Change) -> None:
    loaded(**two_statements())
    withdraw(attribution("ada"), change, by="source", withdrawn_at="2024-06-12")
    stored = attribution("ada")
    assert (stored.withdrawn_by, stored.withdrawn_at, stored.withdrawal_reason) == ("source", "2024-06-12", "because")
    last = Revision.objects.get(number=2)
    assert (last.actor, last.action, last.reason) == ("user:eve", "edit", "because")
    assert_stored_equals_fresh(change.at)


def test_what_is_withdrawn_cannot_be_withdrawn_again(loaded: Load, change: Change) -> None:
    loaded(**two_statements())
    withdraw(attribution("ada"), change, by="source")
    with pytest.raises(OperationError, match="already"):
        withdraw(attribution("ada"), change, by="outlet")
    assert Revision.objects.count() == 2


@pytest.mark.parametrize("operation", [void, lambda row, shown: withdraw(row, shown, by="source")])
def test_no_reason_no_change(loaded: Load, change: Change, operation: Callable[..., None]) -> None:
    loaded(**two_statements())
    with pytest.raises(OperationError, match="why"):
        operation(attribution("ada"), change._replace(reason=" "))
    assert Revision.objects.count() == 1


def test_only_a_source_or_an_outlet_withdraws(loaded: Load, change: Change) -> None:
    loaded(**two_statements())
    with pytest.raises(OperationError, match="source or outlet"):
        withdraw(attribution("ada"), change, by="desk")


def test_a_voided_attribution_leaves_the_counts_without_a_flag(loaded: Load, change: Change) -> None:
    loaded(**two_statements())
    void(attribution("ada"), change)
    assert "retracted_source" not in open_flags()
    assert Standing.objects.get().assessment.result["support"]["witnesses"] == ["ben"]
    assert_stored_equals_fresh(change.at)


def test_a_stale_write_fails_and_says_what_changed_since(loaded: Load, change: Change) -> None:
    loaded(**two_statements())
    claim_id = Claim.objects.get().pk
    withdraw(attribution("ada"), change, by="source", expected={claim_id: 1})
    with pytest.raises(StaleRevisionError, match=r"revision 2 by user:eve, edit \(because\)"):
        void(attribution("ben"), change, expected={claim_id: 1})
    assert attribution("ben").voided_at is None


def test_a_struck_link_no_longer_leads_anywhere(loaded: Load, change: Change) -> None:
    loaded(
        sources=[outlet("post"), person("ada")],
        claims=[claim("c", row("ada"), row("post", stance="supports", cites=["ada"]))],
    )
    strike_link(Citation.objects.get(), change)
    assert Citation.objects.get().struck_reason == "because"
    assert Standing.objects.get().assessment.result["support"]["witnesses"] == ["ada", "post"]
    assert_stored_equals_fresh(change.at)


def test_the_last_link_of_a_bare_report_stays(loaded: Load, change: Change) -> None:
    relayed(loaded)
    with pytest.raises(OperationError, match="redirect"):
        strike_link(Citation.objects.get(), change)
    assert Citation.objects.get().struck_at is None


def test_a_redirected_link_points_to_the_other_attribution(loaded: Load, change: Change) -> None:
    relayed(loaded)
    redirect_link(Citation.objects.get(), attribution("ben"), change)
    assert list(Citation.objects.filter(struck_at=None).values_list("cited__key", flat=True)) == ["ben"]
    assert_stored_equals_fresh(change.at)


def test_a_link_stays_within_its_claim_and_leaves_its_own_row(loaded: Load, change: Change) -> None:
    relayed(loaded)
    loaded(claims=[claim("d", row("elsewhere", "ada"))])
    for cited, shown in (("elsewhere", "another claim"), ("post", "itself")):
        with pytest.raises(OperationError, match=shown):
            redirect_link(Citation.objects.get(), attribution(cited), change)


def test_copies_cannot_be_redirected_into_a_circle(loaded: Load, change: Change) -> None:
    rows = [row("ada"), row("a", "post", "reports", cites=["ada"])]
    rows += [row("b", "post", "reports", copies="a"), row("c", "post", "reports", copies="b")]
    loaded(sources=[outlet("post"), person("ada")], claims=[claim("c", *rows)])
    with pytest.raises(OperationError, match="cycle"):
        redirect_link(Citation.objects.get(citing__key="b"), attribution("c"), change)
    assert Citation.objects.get(citing__key="b").cited.key == "a"
