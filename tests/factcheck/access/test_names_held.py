"""Whom a user name of the past means, by the admin's log: one account, several, or nobody who is known."""

from __future__ import annotations

from datetime import UTC, datetime

from factcheck.access.names_held import Held, Meant, Seen, meant

JAN, FEB, MAR, APR = (datetime(2024, month, 1, tzinfo=UTC) for month in (1, 2, 3, 4))


def test_a_name_that_was_never_changed_means_its_account() -> None:
    assert meant("eve", FEB, {1: Held(JAN, (), "eve"), 2: Held(JAN, (), "sam")}).person == 1


def test_a_renamed_account_is_meant_by_its_old_name_until_it_was_renamed() -> None:
    eva = Held(JAN, (Seen(JAN, "eve", False), Seen(MAR, "eva", True)), "eva")

    assert meant("eve", FEB, {1: eva}).person == 1
    assert meant("eva", APR, {1: eva}).person == 1
    assert meant("eve", APR, {1: eva}) == Meant(None, (), (1,))


def test_a_reused_name_means_its_holder_at_the_time() -> None:
    eva, new = Held(JAN, (Seen(JAN, "eve", False), Seen(FEB, "eva", True)), "eva"), Held(MAR, (), "eve")

    assert meant("eve", JAN, {1: eva, 2: new}).person == 1
    assert meant("eve", APR, {1: eva, 2: new}).person == 2


def test_one_of_whom_only_the_later_name_is_known_may_be_meant_by_any_earlier_one() -> None:
    eva, new = Held(JAN, (Seen(MAR, "eva", True),), "eva"), Held(JAN, (), "eve")

    assert meant("eve", FEB, {1: eva, 2: new}) == Meant(None, (1, 2), (1, 2))
    assert meant("eve", FEB, {1: eva}) == Meant(None, (1,), (1,))


def test_a_name_changed_without_a_trace_means_no_known_account() -> None:
    assert meant("eve", FEB, {1: Held(JAN, (), "eva"), 2: Held(MAR, (), "eve")}) == Meant(None, (), (1,))
